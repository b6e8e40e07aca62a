"""How rarely a slip gets through: from the share of drawn examples that show it, claim by claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from harness.draw.recorder import Recorder
from harness.draw.suite import Claim
from harness.judge.slips import Slip
from harness.proof.claims import Proof
from harness.proof.share import RARELY, Share, chance
from harness.proof.slips.matrix import Row
from harness.proof.slips.plan import over
from harness.proof.workers import forked

MOST_RUNS = 20  # of a claim
ALL = 10**6  # examples: as many as the claim draws


@dataclass(frozen=True)
class Missed:
    """A slip, and the claims of its own TODO that were seen to show it."""

    slip: Slip
    shares: tuple[Share, ...]

    @property
    def chance(self) -> float:
        """How often it holds every claim."""
        return chance(self.shares)


def missed(proof: Proof, rows: Sequence[Row], seed: int, jobs: int) -> Iterator[Missed]:
    """Each slip of a matrix that ran all draws of a seed; where these leave a doubt, under as many more seeds as it
    takes to say that it is missed RARELY.
    """
    first = [Missed(slip, _shares(row)) for row in rows if (slip := row.slip)]
    yield from (one for one in first if one.chance <= RARELY)

    def work(one: Missed) -> Missed:
        impl, shares = over(one.slip), {share.claim: share for share in one.shares}
        claims = [claim for claim in proof.claims[one.slip.todo.number] if claim.name in shares]
        for s in range(seed + 1, seed + MOST_RUNS):
            for claim in claims:
                shares[claim.name] = _more(shares[claim.name], claim, impl, s)
                found = Missed(one.slip, tuple(shares.values()))
                if found.chance <= RARELY:
                    return found
        return Missed(one.slip, tuple(shares.values()))

    for _, found in forked(work, [one for one in first if one.chance > RARELY], jobs):
        yield found


def _shares(row: Row) -> tuple[Share, ...]:
    return tuple(found.share for found in row.own.found or () if found.shows)


def _more(share: Share, claim: Claim, impl: Recorder, seed: int) -> Share:
    check = replace(claim.check, seed=seed, draws=())
    examples = check.first_examples(impl, ALL)
    shown = sum(example.exception is not None for example in examples)
    return Share(share.claim, share.shown + shown, share.drawn + len(examples), len(examples))
