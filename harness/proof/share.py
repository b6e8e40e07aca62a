"""The share of drawn examples that show a slip, and how rarely a run shows it in none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

RARELY = 1e-6


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


def chance(shares: Iterable[Share]) -> float:
    """How often a slip holds all of these claims, were they independent. An estimate, and no bound."""
    return prod(share.missed for share in shares)
