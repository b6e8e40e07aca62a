"""The claims, put to the answers: they hold, in a bounded time, and it is known from then on what they ask."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from harness.check.finding import Finding, line_of
from harness.check.scope import Scope, tests_of
from harness.check.trials.reach import files_of, reached
from harness.course import Todo, course
from harness.draw.replayable import make_replayable
from harness.draw.suite import Claim, claims_of
from harness.proof.claims import asking
from harness.run.in_process import InProcess

MOST_SECONDS = 10.0  # of CPU time for all claims of a TODO; those that are there take 6 at most


@dataclass
class Held:
    """The claims of some TODOs: as they are loaded, and as they are once the answers hold them.

    own: claims of which all draws are known. others: those of the other TODOs that can fail because of these.
    """

    fresh: list[Claim] = field(default_factory=list)
    own: list[Claim] = field(default_factory=list)
    others: list[Claim] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, scope: Scope, seed: int) -> Held:
        held = cls()
        for todo in reached(scope):
            impl, started = InProcess(course().answers), time.process_time()
            loaded = held._loaded(todo, impl)
            if todo in scope.todos:
                held.fresh += loaded
                held.own += (known for claim in loaded for known in held._known(claim, impl, seed))
                held._untimely(todo, time.process_time() - started)
            else:
                held.others += (asking(claim, impl, seed) for claim in loaded if not claim.takes_long)
        return held

    def of_todo(self, todo: Todo, file: str) -> list[Claim]:
        """The claims of a TODO that run a file. No other verdict can depend on it."""
        return [claim for claim in (*self.own, *self.others) if claim.todo == todo and file in self._files[claim.name]]

    @cached_property
    def _files(self) -> Mapping[str, frozenset[str]]:
        impl = InProcess(course().answers)
        return {claim.name: files_of(claim, impl) for claim in (*self.own, *self.others)}

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
