"""Seldom values come as seldom as is said, and a failing case shrinks to a usual one."""

from collections import Counter
from functools import cache

import pytest
from hypothesis import Phase, find, given, seed, settings

from harness.draw.numbers import mostly, seeds

USUAL, SELDOM, DRAWS = (2, 1, 3, 4), range(5, 15), 2000


@pytest.mark.parametrize("one_in", [2, 8])
def test_one_in_so_many_draws_is_seldom(one_in):
    seldom = sum(counted(one_in)[value] for value in SELDOM)
    assert seldom == pytest.approx(DRAWS / one_in, rel=0.25)


@pytest.mark.parametrize("values", [USUAL, SELDOM])
def test_values_of_a_kind_come_equally_often(values):
    for value in values:
        assert counted(one_in=2)[value] == pytest.approx(DRAWS / 2 / len(values), rel=0.4)


def test_shrinking_ends_at_the_first_usual_value_and_at_a_seldom_one_only_where_it_must():
    values = mostly(USUAL, SELDOM, one_in=8)
    assert find(values, lambda value: True) == 2
    assert find(values, lambda value: value > 4) == 5


@cache
def counted(one_in):
    """How often each value comes, in draws that are the same in each run."""
    counts = Counter()

    @seed(0)
    @settings(max_examples=DRAWS, phases=(Phase.generate,), database=None)
    @given(mostly(USUAL, SELDOM, one_in), seeds)  # a seed, so that no two draws are alike
    def draw(value, _):
        counts[value] += 1

    draw()
    return counts
