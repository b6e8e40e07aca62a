"""Submissions that are equal but for names and layout, and those that nearly are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from harness.cohort.report import Report

NEAR = 0.8  # of what both have, in common
COMMON = 0.1  # of a class: what more than these wrote proves nothing
FEW, MANY = 10, 100  # of a small class, what so few wrote still does; of a large one, what so many wrote does not


@dataclass(frozen=True)
class Alike:
    """Submissions of the same or nearly the same code. share: in common with the first of them, at least."""

    members: tuple[Report, ...]
    share: float

    @property
    def size(self) -> int:
        """The words of the shortest."""
        return min(report.size for report in self.members)


def alike(reports: Sequence[Report]) -> tuple[Alike, ...]:
    """The groups, those first whose code is long and whose authors are few."""
    equal: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if report.digest:
            equal[report.digest].append(report)
    found = [Alike(tuple(members), 1.0) for members in equal.values() if len(members) > 1]
    found += _near(equal, min(MANY, max(FEW, int(COMMON * len(reports)))))
    return tuple(sorted(found, key=lambda group: (-group.size / len(group.members), group.members[0].folder)))


def _near(equal: Mapping[str, Sequence[Report]], most: int) -> Iterator[Alike]:
    """Groups around a first one, which is compared with those that have something rare in common with it."""
    many = Counter(mark for members in equal.values() for mark in members[0].sketch for _ in members)
    leaders: dict[int, list[str]] = defaultdict(list)  # by what they have
    groups: dict[str, list[tuple[str, float]]] = {}
    for digest, members in equal.items():
        rare = [mark for mark in members[0].sketch if many[mark] <= most]
        near = Counter(leader for mark in rare for leader in leaders[mark]).most_common(1)
        share = _share(equal[near[0][0]][0].sketch, members[0].sketch) if near else 0.0
        if share >= NEAR:
            groups[near[0][0]].append((digest, share))
            continue
        groups[digest] = []
        for mark in rare:
            leaders[mark].append(digest)
    for leader, followers in groups.items():
        if followers:
            digests = [leader, *(digest for digest, _ in followers)]
            yield Alike(tuple(equal[digest][0] for digest in digests), min(share for _, share in followers))


def _share(one: Sequence[int], other: Sequence[int]) -> float:
    """Of all marks of two sketches that both could have, those that both have."""
    bound = min(one[-1], other[-1])
    first: Set[int] = {mark for mark in one if mark <= bound}
    second: Set[int] = {mark for mark in other if mark <= bound}
    return len(first & second) / len(first | second)
