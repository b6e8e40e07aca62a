"""Right answers hold every claim: the answers under a fresh seed, and the alternates."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from harness.check.finding import Finding
from harness.check.scope import Scope
from harness.check.texts import alternates
from harness.check.trials.answers import Held, place_of
from harness.course import course
from harness.draw.recorder import Recorder
from harness.draw.suite import Claim
from harness.proof.right.alternates import Alternate
from harness.proof.trial import Found, tried
from harness.proof.workers import forked
from harness.run.in_process import InProcess

EXAMPLES = 25  # drawn for a claim under a fresh seed, at most
SOME = 10  # of its draws, for each alternate


@dataclass(frozen=True)
class _Run:
    """One right answer under one seed; `way` is None for the answers."""

    way: Alternate | None
    claims: Sequence[Claim]
    seed: int


def findings(scope: Scope, held: Held, seed: int, processes: int) -> Iterator[Finding]:
    """Each flaky claim and each alternate that fails once, whichever run shows it."""

    def work(run: _Run) -> list[Found]:
        impl = Recorder(run.way.over(course().answers) if run.way else InProcess(course().answers))
        return [one for one in tried(impl, run.claims, run.seed, EXAMPLES) if one.verdict != "held"]

    plan = [_Run(None, [claim], secrets.randbelow(2**32)) for claim in held.fresh]
    plan += [_Run(way, _exact(scope, held, way), seed) for way in alternates.sound(scope)]
    done = [(run, one) for run, unmet in forked(work, plan, processes) for one in unmet]
    flaky = {one.claim: _flaky(run, one) for run, one in done if not run.way}
    wrong = {run.way: _wrong(run.way, one) for run, one in done if run.way and one.claim not in flaky}
    yield from (*flaky.values(), *wrong.values())


def _exact(scope: Scope, held: Held, way: Alternate) -> list[Claim]:
    """The claims that can fail by it, but for those that train or race, on some of their draws."""
    claims = [claim for todo in scope.todos for claim in held.of_todo(todo, way.file) if not claim.takes_long]
    return [replace(claim, check=replace(claim.check, draws=claim.check.draws[:SOME], asked=())) for claim in claims]


def _flaky(run: _Run, found: Found) -> Finding:
    (claim,) = run.claims
    what = f"{found.claim} is flaky: the answers fail it by seed {run.seed}: {found.message}"
    return Finding(*place_of(claim), what, "widen its bound, or tame its draws")


def _wrong(way: Alternate, found: Found) -> Finding:
    what = f"{way.name}: {found.claim} is {found.verdict}: {found.message}"
    remedy = "ask no more in the claim than the contract promises, or delete the alternate if it is wrong"
    return Finding(*alternates.place(way), what, remedy)
