"""Right answers hold every claim: the answers under fresh seeds, and the alternates."""

from __future__ import annotations

from collections.abc import Iterator

from harness.check.finding import Finding
from harness.check.scope import Scope
from harness.check.texts import alternates
from harness.check.trials import rehearsal
from harness.course import course
from harness.proof.flaky import Run, planned, runs
from harness.proof.prove import Proof
from harness.proof.trial import Found

SEEDS = 3
EXAMPLES = 25  # drawn for a claim, at most


def findings(scope: Scope, proof: Proof, processes: int) -> Iterator[Finding]:
    """Each claim once, whichever runs it fails. Of many seeds, `prove flaky` tells the bound."""
    plan, told = planned(alternates.sound(scope), SEEDS), set[tuple[str, str]]()
    for run, unmet in runs(proof, plan, EXAMPLES, processes):
        for found in unmet:
            if (run.name, found.claim) not in told:
                told.add((run.name, found.claim))
                yield _of(run, found, proof)


def _of(run: Run, found: Found, proof: Proof) -> Finding:
    said = f"by seed {run.seed}: {found.message}"[:400]
    if run.alternate:
        what = f"{run.alternate.name}: {found.claim} is {found.verdict} {said}"
        remedy = "ask no more in the claim than the contract promises, or delete the alternate if it is wrong"
        return Finding(*alternates.place(run.alternate), what, remedy)
    number = next(n for n, claims in proof.claims.items() if any(claim.name == found.claim for claim in claims))
    what = f"{found.claim} is flaky: the answers fail it {said}"
    return Finding(*rehearsal.place(course().todo(number), found.claim), what, "widen its bound, or tame its draws")
