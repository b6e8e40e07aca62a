"""The computed false-alarm rates, held against exact ones."""

from math import comb

import pytest
import torch

from harness.compare.chance import FALSE_ALARM, assert_frequencies, assert_rate, median_tail, tail


def exact_tail(count, n, p):
    """The chance of a count at least as far out on the same side."""
    side = range(count, n + 1) if count / n >= p else range(count + 1)
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in side)


@pytest.mark.parametrize("n", [1, 7, 40])
@pytest.mark.parametrize("p", [0.01, 0.3, 0.5, 0.9])
def test_tail_is_never_below_the_exact_binomial_tail(n, p):
    for count in range(n + 1):
        assert tail(count, n, p) >= exact_tail(count, n, p) * (1 - 1e-9)


def test_impossible_counts_have_no_chance():
    assert tail(1, 10, 0.0) == 0
    assert tail(9, 10, 1.0) == 0
    assert tail(0, 10, 0.0) == 1


@pytest.mark.parametrize("calls", [1, 3, 9, 11])
def test_median_tail_is_never_below_the_exact_one(calls):
    for single in (0.3, 0.01, 0.001):
        assert median_tail(single, calls) >= exact_tail((calls + 1) // 2, calls, single)


def test_a_rate_that_is_off_is_noticed():
    assert_rate(510, 1000, 0.5, "heads")
    with pytest.raises(AssertionError, match=r"heads: 650 of 1000 \(65.0%\), expected about 50.0%"):
        assert_rate(650, 1000, 0.5, "heads")


def test_frequencies_that_are_off_are_noticed_and_named():
    fair = torch.full((4,), 0.25)
    assert_frequencies(torch.tensor([240, 260, 255, 245]), fair, "token")
    with pytest.raises(AssertionError, match="token 2 came 400 times"):
        assert_frequencies(torch.tensor([200, 200, 400, 200]), fair, "token")


def test_the_false_alarm_rate_is_kept():
    """In 10,000 experiments at a level that is made loose, no more alarms than promised."""
    generator = torch.Generator().manual_seed(0)
    counts = torch.binomial(torch.full((10_000,), 200.0), torch.full((10_000,), 0.3), generator=generator)
    alarms = sum(2 * tail(int(count), 200, 0.3) < 0.05 for count in counts)
    assert alarms / 10_000 <= 0.05
    assert FALSE_ALARM <= 1e-9
