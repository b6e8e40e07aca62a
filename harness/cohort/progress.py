"""How far a class is: the states of each TODO, and the claims that break most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from harness.cohort.report import Broken, Report

STATES = ("done", "failing", "blocked", "not started")  # any other one is not graded
REST = "not graded"


@dataclass(frozen=True)
class Step:
    """A TODO, and how many are in each state."""

    number: int
    title: str
    states: Counter[str]

    @property
    def many(self) -> int:
        return self.states.total()


@dataclass(frozen=True)
class Breaking:
    """A claim, and how many submissions break it."""

    todo: int
    claim: Broken
    many: int


def steps(reports: Sequence[Report]) -> tuple[Step, ...]:
    """The TODOs in their order."""
    found: dict[int, Step] = {}
    for rung in (rung for report in reports for rung in report.rungs):
        step = found.setdefault(rung.number, Step(rung.number, rung.title, Counter()))
        step.states[rung.state if rung.state in STATES else REST] += 1
    return tuple(found[number] for number in sorted(found))


def breaking(reports: Sequence[Report]) -> tuple[Breaking, ...]:
    """The claims that break, from the one that most submissions break."""
    claims: dict[tuple[int, str], Broken] = {}
    many = Counter[tuple[int, str]]()
    for report in reports:
        for rung in report.rungs:
            for claim in rung.broken:
                claims.setdefault((rung.number, claim.name), claim)
                many[rung.number, claim.name] += 1
    ordered = sorted(many.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Breaking(todo, claims[todo, name], count) for (todo, name), count in ordered)
