"""The claims, put to the answers: they hold, in a bounded time, and it is known from then on what they ask."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from harness.check.finding import Finding, line_of
from harness.check.scope import tests_of
from harness.course import Todo, course
from harness.draw.replayable import make_replayable
from harness.draw.suite import Claim, claims_of
from harness.judge.dependencies import closure
from harness.proof.claims import Proof, asking
from harness.run.in_process import InProcess

MOST_SECONDS = 10.0  # of CPU time for all claims of a TODO; those that are there take 6 at most


class Held:
    """The claims of a TODO, and those of others that can fail because of it.

    fresh: as they are loaded. own: once the answers hold them, with all draws known. proof: these, and the others.
    """

    def __init__(self, todo: Todo, seed: int) -> None:
        self.todo = todo
        self.findings: list[Finding] = []
        impl, started = InProcess(course().answers), time.process_time()
        self.fresh = self._loaded(todo, impl)
        self.own = tuple(known for claim in self.fresh for known in self._known(claim, impl, seed))
        self._untimely(time.process_time() - started)
        others = {other.number: self._loaded(other, impl) for other in _reached(todo, impl)}
        known = {
            number: tuple(asking(claim, impl, seed) for claim in its_claims if not claim.takes_long)
            for number, its_claims in others.items()
        }
        self.proof = Proof({todo.number: self.own, **known})

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

    def _untimely(self, seconds: float) -> None:
        if seconds > MOST_SECONDS:
            what = f"its claims take {seconds:.1f} seconds of CPU time over the answers, {MOST_SECONDS:g} at most"
            remedy = "draw fewer or smaller examples, by @settings(max_examples=...)"
            self.findings.append(Finding(tests_of(self.todo), 1, what, remedy))


def place_of(claim: Claim) -> tuple[Path, int]:
    """The file and the line of a claim."""
    return tests_of(claim.todo), line_of(tests_of(claim.todo), rf"^def {claim.name}\b")


def _reached(todo: Todo, impl: InProcess) -> Iterator[Todo]:
    """The other TODOs whose files import its files, or whose claims name one of its classes."""
    for other in course().todos:
        text = tests_of(other).read_text(encoding="utf-8") if tests_of(other).is_file() else ""
        imports = not set(closure(impl, other.files)).isdisjoint(todo.files)
        if other != todo and (imports or any(f'"{name}"' in text for name in todo.classes)):
            yield other
