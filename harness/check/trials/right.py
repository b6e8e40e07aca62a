"""Right answers hold every claim: the answers under fresh seeds, and the alternates."""

from __future__ import annotations

from collections.abc import Iterator

from harness.check.finding import Finding
from harness.check.scope import Scope
from harness.check.texts import alternates
from harness.check.trials import answers
from harness.course import course
from harness.proof.claims import Proof
from harness.proof.flaky import Run, planned, runs
from harness.proof.trial import Found

SEEDS = 3
EXAMPLES = 25  # drawn for a claim, at most


def findings(scope: Scope, proof: Proof, processes: int) -> Iterator[Finding]:
    """Each flaky claim and each alternate that fails once, whichever run shows it. proof: with fresh draws.

    Of many seeds, `prove flaky` tells the bound.
    """
    done = list(runs(proof, planned(alternates.sound(scope), SEEDS), EXAMPLES, processes))
    found = {one.claim: _flaky(run, one, proof) for run, unmet in done if not run.alternate for one in unmet}
    yield from found.values()
    wrong = {
        run.name: _wrong(run, one) for run, unmet in done if run.alternate for one in unmet if one.claim not in found
    }
    yield from wrong.values()


def _flaky(run: Run, found: Found, proof: Proof) -> Finding:
    number = next(n for n, claims in proof.claims.items() if any(claim.name == found.claim for claim in claims))
    what = f"{found.claim} is flaky: the answers fail it by seed {run.seed}: {found.message}"
    return Finding(*answers.place(course().todo(number), found.claim), what, "widen its bound, or tame its draws")


def _wrong(run: Run, found: Found) -> Finding:
    assert run.alternate
    what = f"{run.alternate.name}: {found.claim} is {found.verdict} by seed {run.seed}: {found.message}"
    remedy = "ask no more in the claim than the contract promises, or delete the alternate if it is wrong"
    return Finding(*alternates.place(run.alternate), what, remedy)
