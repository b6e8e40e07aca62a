"""How rarely a slip gets through: from the share of drawn examples that show it, claim by claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import prod

from proof.prove import Proof
from proof.workers import forked
from spec.slips import Slip
from spec.suite import Claim
from spec.witness import Witness

RARELY = 1e-6
MOST_RUNS = 20  # of a claim
ALL = 10**6  # examples: as many as the claim draws


@dataclass(frozen=True)
class Share:
    """How many of the examples that were drawn show a slip, in runs of so many."""

    claim: str
    shown: int
    drawn: int
    examples: int

    @property
    def missed(self) -> float:
        """How often a run shows nothing. No share is taken for certain: one example more would not have shown it."""
        return float((1 - self.shown / (self.drawn + 1)) ** self.examples)


@dataclass(frozen=True)
class Missed:
    """A slip, and the claims of its own TODO that were seen to show it."""

    slip: Slip
    shares: tuple[Share, ...]

    @property
    def chance(self) -> float:
        """How often it holds every claim, were these independent. An estimate, and no bound."""
        return prod(share.missed for share in self.shares)


def missed(proof: Proof, bank: Sequence[Slip], seed: int, jobs: int) -> Iterator[Missed]:
    """Each slip, under so many seeds from this one on as it takes to say that it is missed RARELY."""

    def work(slip: Slip) -> Missed:
        impl, shares = Witness(slip.over(proof.answers)), dict[str, Share]()
        for s in range(seed, seed + MOST_RUNS):
            for claim in proof.claims[slip.todo.number]:
                if s == seed or shares[claim.name].shown:
                    shares[claim.name] = _more(shares.get(claim.name), claim, impl, s)
                found = Missed(slip, tuple(share for share in shares.values() if share.shown))
                if found.chance <= RARELY:
                    return found
        return found

    for _, found in forked(work, bank, jobs):
        yield found


def _more(share: Share | None, claim: Claim, impl: Witness, seed: int) -> Share:
    examples = replace(claim.check, seed=seed).first_examples(impl, ALL)
    shown = sum(example.exception is not None for example in examples)
    before = (share.shown, share.drawn) if share else (0, 0)
    return Share(claim.name, before[0] + shown, before[1] + len(examples), len(examples))
