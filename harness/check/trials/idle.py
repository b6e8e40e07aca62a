"""Each claim catches a slip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.check.finding import Finding
from harness.check.trials.answers import Held, place_of
from harness.check.trials.rubbish import is_vacuous
from harness.draw.suite import Claim
from harness.judge.slips import Slip
from harness.proof.slips.matrix import Matrix
from harness.proof.slips.prove import catching
from harness.proof.workers import forked


def findings(tried: Matrix, bank: Sequence[Slip], held: Held, seed: int, processes: int) -> Iterator[Finding]:
    """tried: slips, and the claims that were seen to catch them.

    Of those that train, where a slip takes seconds, it is enough that they fail for rubbish.
    """
    idle = [claim for claim in held.own if bank and not tried.caught_by(claim.name)]
    long = [claim for claim in idle if claim.takes_long]
    fail = {claim.name for claim, holds in forked(lambda claim: is_vacuous(claim, seed), long, processes) if not holds}
    doubtful = [claim for claim in idle if claim.name not in fail]
    busy = catching(doubtful, tried, held.proof, bank, seed, processes)
    yield from (_idle(claim, seed) for claim in doubtful if claim.name not in busy)


def _idle(claim: Claim, seed: int) -> Finding:
    if is_vacuous(claim, seed):
        what = f"{claim.name} cannot fail: it holds for zeros and for noise"
        return Finding(*place_of(claim), what, "assert something of what impl gives, or delete the claim")
    files = ", ".join(f"reference/slips/{file}.toml" for file in claim.todo.files)
    what = f"{claim.name} catches no slip"
    return Finding(*place_of(claim), what, f"add a mistake that breaks it to {files}, or delete it")
