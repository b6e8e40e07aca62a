"""A race of two implementations of one function: is the first at least k times as fast as the second?

Each round gives the ratio of their CPU times on the same fresh input, measured side by side. Only its side of k counts.
Where the system counts CPU time in ticks that are longer than a call, they are times on the wall (`run/call/clock.py`).
Two sequential tests are run at once (Wald 1945, "Sequential Tests of Statistical Hypotheses"): that a round is won with
probability 9/10, against 1/2 at most, which would put k above the median ratio; and that it is lost with probability
9/10, against 1/2 at most. By Ville's inequality the evidence for what is false reaches ln(1 / ERROR) with probability
ERROR at most, however many rounds are run. Where the median ratio is near k, neither may be found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import comb, log
from statistics import median
from typing import Literal

ERROR = 1e-6
EVEN, CLEAR = 0.5, 0.9  # chances of a round
MOST_ROUNDS = 200
CONFIDENCE = 0.95  # of the interval


def evidence(of: int, against: int) -> float:
    """That one side is clearly the stronger: the logarithm of the likelihood ratio, from the rounds of either."""
    return of * log(CLEAR / EVEN) + against * log((1 - CLEAR) / (1 - EVEN))


@dataclass
class Race:
    """The rounds so far. k: how many times as fast the first is to be. seconds: CPU time of the first in each round."""

    k: float
    ratios: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def verdict(self) -> Literal["faster", "not faster", "undecided"]:
        won = sum(ratio >= self.k for ratio in self.ratios)
        lost = len(self.ratios) - won
        if evidence(won, lost) >= log(1 / ERROR):
            return "faster"
        return "not faster" if evidence(lost, won) >= log(1 / ERROR) else "undecided"

    @property
    def over(self) -> bool:
        return self.verdict != "undecided" or len(self.ratios) >= MOST_ROUNDS

    @property
    def ratio(self) -> float:
        """The median of the rounds: how many times as fast the first is."""
        return median(self.ratios)

    @property
    def interval(self) -> tuple[float, float]:
        """Where the median ratio lies with CONFIDENCE, by order statistics, whatever the distribution."""
        n, ordered = len(self.ratios), sorted(self.ratios)
        outside, cut = 0.0, 0
        while cut < n // 2 and outside + 2 * comb(n, cut) / 2**n <= 1 - CONFIDENCE:
            outside += 2 * comb(n, cut) / 2**n
            cut += 1
        cut = max(cut - 1, 0)
        return ordered[cut], ordered[n - 1 - cut]

    def run(self, round: Callable[[], tuple[float, float]], rounds: int = MOST_ROUNDS) -> Race:
        """Run rounds until it is over. Each gives the CPU seconds of the first and of the second; 0 tells nothing."""
        for _ in range(rounds):
            if self.over:
                break
            first, second = round()
            if first > 0 and second > 0:
                self.ratios.append(second / first)
                self.seconds.append(first)
        return self

    def __str__(self) -> str:
        if not self.ratios:
            return "not timed: no clock of this machine is fine enough"
        low, high = self.interval
        return f"{self.ratio:.2f} times as fast (95% interval {low:.2f} to {high:.2f}, {len(self.ratios)} rounds)"
