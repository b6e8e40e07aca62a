"""The claims, put to the answers: they hold, in a bounded time, and their draws are known from then on."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness.check.finding import Finding, line_of
from harness.check.scope import Scope, tests_of
from harness.check.trials.reach import reached
from harness.course import Todo, course
from harness.draw.replayable import make_replayable
from harness.draw.suite import Claim, claims_of
from harness.proof.claims import Proof, modules
from harness.run.in_process import InProcess

MOST_SECONDS = 10.0  # of CPU time for all claims of a TODO; those that are there take 6 at most


@dataclass(frozen=True)
class Held:
    """What there is to prove, and what stands in the way. fresh: the same, with draws that nobody knows."""

    proof: Proof
    fresh: Proof
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, scope: Scope, seed: int) -> Held:
        """The claims of these TODOs, and of all that can fail because of them."""
        answers, found = course().answers, list[Finding]()
        fresh, claims = dict[int, tuple[Claim, ...]](), dict[int, tuple[Claim, ...]]()
        imported = dict[int, frozenset[str]]()
        for todo in reached(scope):
            impl, started = InProcess(answers), time.process_time()
            fresh[todo.number] = _loaded(todo, impl, found)
            claims[todo.number] = tuple(_held(fresh[todo.number], impl, seed, found))
            imported[todo.number] = modules(impl)
            if todo in scope.todos:
                found += _untimely(todo, time.process_time() - started)
        proof = Proof(answers, course().root / "student", claims, imported)
        return cls(proof, replace(proof, claims=fresh), tuple(found))


def place(todo: Todo, claim: str) -> tuple[Path, int]:
    """The file and the line of a claim."""
    return tests_of(todo), line_of(tests_of(todo), rf"^def {claim}\b")


def _held(claims: Sequence[Claim], impl: InProcess, seed: int, found: list[Finding]) -> Iterator[Claim]:
    """The claims that the answers hold; findings for the others."""
    for claim in claims:
        try:
            yield from make_replayable((claim,), impl, seed)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # NeverRuns and Refuted are such, so that Hypothesis does not look for more
            what = f"the answers do not hold {claim.name}: {type(error).__name__}: {error}"
            found.append(Finding(*place(claim.todo, claim.name), what, "mend the claim, its cases or the answer"))
        if not claim.check.claim.__doc__:
            what = f"{claim.name} has no docstring"
            found.append(Finding(*place(claim.todo, claim.name), what, "say in one sentence what it claims"))


def _loaded(todo: Todo, impl: InProcess, found: list[Finding]) -> tuple[Claim, ...]:
    path = tests_of(todo)
    try:
        return claims_of(todo, path.parent, impl)
    except Exception as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        line = (error.lineno if isinstance(error, SyntaxError) else frames[-1].lineno if frames else 1) or 1
        found.append(Finding(path, line, f"it cannot be loaded: {type(error).__name__}: {error}", "mend it"))
        return ()


def _untimely(todo: Todo, seconds: float) -> Iterator[Finding]:
    if seconds > MOST_SECONDS:
        what = f"its claims take {seconds:.1f} seconds of CPU time over the answers, {MOST_SECONDS:g} at most"
        yield Finding(tests_of(todo), 1, what, "draw fewer or smaller examples, by @settings(max_examples=...)")
