"""Right answers hold every claim: the answers under a fresh seed, and the alternates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from harness.check.finding import Finding
from harness.check.texts import alternates
from harness.check.trials.answers import Held, place_of
from harness.draw.suite import Claim
from harness.proof.right.alternates import Alternate
from harness.proof.right.flaky import Run, fresh, runs
from harness.proof.trial import Found

EXAMPLES = 25  # drawn for a claim under a fresh seed, at most
SOME = 10  # of its draws, for each alternate


def findings(held: Held, seed: int, processes: int) -> Iterator[Finding]:
    """Each flaky claim and each alternate that fails once, whichever run shows it."""
    plan = [fresh(None, [claim]) for claim in held.fresh]
    plan += [Run(way, seed, _exact(held, way)) for way in alternates.sound(held.todo)]
    done = [(run, one) for run, unmet in runs(plan, EXAMPLES, processes) for one in unmet]
    flaky = {one.claim: _flaky(run, one) for run, one in done if not run.alternate}
    wrong = {run.alternate: _wrong(run.alternate, one) for run, one in done if run.alternate and one.claim not in flaky}
    yield from (*flaky.values(), *wrong.values())


def _exact(held: Held, way: Alternate) -> list[Claim]:
    """The claims that can fail by it, but for those that train or race, on some of their draws."""
    reached = held.proof.reached_by(way.file).get(held.todo.number, ())
    claims = [claim for claim in reached if not claim.takes_long]
    return [replace(claim, check=replace(claim.check, draws=claim.check.draws[:SOME])) for claim in claims]


def _flaky(run: Run, found: Found) -> Finding:
    (claim,) = run.claims
    what = f"{found.claim} is flaky: the answers fail it by seed {run.seed}: {found.message}"
    return Finding(*place_of(claim), what, "widen its bound, or tame its draws")


def _wrong(way: Alternate, found: Found) -> Finding:
    what = f"{way.name}: {found.claim} is {found.verdict}: {found.message}"
    remedy = "ask no more in the claim than the contract promises, or delete the alternate if it is wrong"
    return Finding(*alternates.place(way), what, remedy)
