"""Slips that give the same: the board cannot tell which of them it is, and names neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from harness.course import course
from harness.judge.naming import is_same
from harness.judge.slips import Slip


def twins(slips: Sequence[Slip]) -> Iterator[tuple[Slip, Slip]]:
    """Each two of one class that agree on all cases by which mistakes are told apart."""
    for one, other in combinations(slips, 2):
        if one.class_name == other.class_name and one.title != other.title and _agree(one, other):
            yield one, other


def _agree(one: Slip, other: Slip) -> bool:
    first, second = (slip.over(course().answers) for slip in (one, other))
    probes, names = course().probes, {one.class_name}
    cases = [*probes.telling(names), *probes.others(names)]
    return all(is_same(first(case), second, case) for case in cases)
