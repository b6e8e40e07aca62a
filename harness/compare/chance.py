"""How rarely a right answer looks wrong by chance, computed.

Each check of what was drawn is made at `FALSE_ALARM`. The ladder makes about 1,000 such checks in a run, 2,000 at most,
so a right implementation fails by chance at most once in a million runs of all TODOs.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.special import xlogy

FALSE_ALARM = 5e-10


def tails(counts: Tensor, n: int, p: Tensor) -> Tensor:
    """A bound on the chance that n draws, each a success with probability p, are off by as much as a count, for each of
    counts and p (K).

    exp(-n KL(count/n || p)), one-sided (Hoeffding 1963, "Probability Inequalities for Sums of Bounded Random
    Variables", equation 2.1); holds for every n.
    """
    q, p = counts.double() / n, p.double()
    divergence = xlogy(q, q) - xlogy(q, p) + xlogy(1 - q, 1 - q) - xlogy(1 - q, 1 - p)
    return (-n * divergence).exp()


def tail(count: int, n: int, p: float) -> float:
    """The same for one count."""
    return float(tails(torch.tensor(count), n, torch.tensor(p, dtype=torch.float64)))


def assert_rate(count: int, n: int, p: float, what: str) -> None:
    """`count` successes in n draws are what probability p gives; false alarm: FALSE_ALARM."""
    assert 2 * tail(count, n, p) >= FALSE_ALARM, f"{what}: {count} of {n} ({count / n:.1%}), expected about {p:.1%}"


def assert_frequencies(counts: Tensor, probabilities: Tensor, what: str, name: Callable[[int], str] = str) -> None:
    """counts (K) come from these probabilities (K); false alarm: FALSE_ALARM, shared out among the K."""
    n, K = int(counts.sum()), len(counts)
    chances = tails(counts, n, probabilities)  # (K)
    rarest = int(chances.argmin())
    count, p = int(counts[rarest]), float(probabilities[rarest])
    assert 2 * K * float(chances[rarest]) >= FALSE_ALARM, (
        f"{what} {name(rarest)} came {count} times in {n} ({count / n:.2%}), expected {p:.2%}"
    )


def median_tail(single: float, calls: int) -> float:
    """A bound on the chance that the median of `calls` (odd) independent numbers is off, each with chance `single`.

    More than half of them must be off together: at most 2^calls choices of which, single^((calls + 1) / 2) each.
    """
    return 2.0**calls * single ** ((calls + 1) // 2)
