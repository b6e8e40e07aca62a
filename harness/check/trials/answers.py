"""The claims, put to the answers: they hold, in a bounded time, and it is known from then on what they ask."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from harness.check.finding import Finding, line_of
from harness.check.scope import Scope, tests_of
from harness.course import Todo, course
from harness.draw.replayable import make_replayable
from harness.draw.suite import Claim, claims_of
from harness.judge.dependencies import closure
from harness.proof.claims import Proof, asking
from harness.run.in_process import InProcess

MOST_SECONDS = 10.0  # of CPU time for all claims of a TODO; those that are there take 6 at most


class Held:
    """The claims of some TODOs, and those of others that can fail because of them.

    fresh: as they are loaded. own: once the answers hold them, with all draws known. proof: these, and the others.
    """

    def __init__(self, scope: Scope, seed: int) -> None:
        self.fresh: list[Claim] = []
        self.own: list[Claim] = []
        self.findings: list[Finding] = []
        found = dict[int, tuple[Claim, ...]]()
        for todo in _reached(scope):
            impl, started = InProcess(course().answers), time.process_time()
            loaded = self._loaded(todo, impl)
            if todo in scope.todos:
                self.fresh += loaded
                found[todo.number] = tuple(known for claim in loaded for known in self._known(claim, impl, seed))
                self.own += found[todo.number]
                self._untimely(todo, time.process_time() - started)
            else:
                found[todo.number] = tuple(asking(claim, impl, seed) for claim in loaded if not claim.takes_long)
        self.proof = Proof(found)

    def _loaded(self, todo: Todo, impl: InProcess) -> tuple[Claim, ...]:
        path = tests_of(todo)
        try:
            return claims_of(todo, path.parent, impl)
        except Exception as error:
            frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
            line = (error.lineno if isinstance(error, SyntaxError) else frames[-1].lineno if frames else 1) or 1
            what = f"it cannot be loaded: {type(error).__name__}: {error}"
            self.findings.append(Finding(path, line, what, "mend it"))
            return ()

    def _known(self, claim: Claim, impl: InProcess, seed: int) -> Iterator[Claim]:
        """The claim, where the answers hold it."""
        try:
            yield from make_replayable((claim,), impl, seed)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # NeverRuns and Refuted are such, so that Hypothesis does not look for more
            what = f"the answers do not hold {claim.name}: {type(error).__name__}: {error}"
            self.findings.append(Finding(*place_of(claim), what, "mend the claim, its cases or the answer"))
        if not claim.check.claim.__doc__:
            what = f"{claim.name} has no docstring"
            self.findings.append(Finding(*place_of(claim), what, "say in one sentence what it claims"))

    def _untimely(self, todo: Todo, seconds: float) -> None:
        if seconds > MOST_SECONDS:
            what = f"its claims take {seconds:.1f} seconds of CPU time over the answers, {MOST_SECONDS:g} at most"
            remedy = "draw fewer or smaller examples, by @settings(max_examples=...)"
            self.findings.append(Finding(tests_of(todo), 1, what, remedy))


def place_of(claim: Claim) -> tuple[Path, int]:
    """The file and the line of a claim."""
    return tests_of(claim.todo), line_of(tests_of(claim.todo), rf"^def {claim.name}\b")


def _reached(scope: Scope) -> Iterator[Todo]:
    """These TODOs, and those whose files import theirs, or whose claims name one of their classes."""
    impl, names = InProcess(course().answers), [name for todo in scope.todos for name in todo.classes]
    for todo in course().todos:
        text = tests_of(todo).read_text(encoding="utf-8") if tests_of(todo).is_file() else ""
        imports = not set(closure(impl, todo.files)).isdisjoint(scope.files)
        if todo in scope.todos or imports or any(f'"{name}"' in text for name in names):
            yield todo
