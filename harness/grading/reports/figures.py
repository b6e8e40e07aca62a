"""Where the marks of the page's figures are, in numbers for SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.grading.policy import Policy
from harness.tell.results import Claim, Rung

STEP = 36  # a step's width on the ladder
RISE = 100  # the whole ladder's height
PITCH = 11  # from one claim's cell to the next


@dataclass(frozen=True)
class Mark:
    """A rectangle that stands for a TODO or a claim."""

    of: Rung | Claim
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Bar:
    """The seconds of a TODO, and each claim's part of them. x and width are in percent of the longest bar."""

    rung: Rung
    seconds: float
    parts: tuple[Mark, ...]


def ladder(rungs: Sequence[Rung], policy: Policy) -> tuple[Mark, ...]:
    """A step a TODO, each as much higher than the last as the TODO is worth."""
    total = sum(policy.worth(rung.todo) for rung in rungs) or 1
    marks, reached = [], 0.0
    for i, rung in enumerate(rungs):
        reached += RISE * policy.worth(rung.todo) / total
        marks.append(Mark(rung, i * STEP, RISE - reached, STEP - 3, reached))
    return tuple(marks)


def strip(rung: Rung) -> tuple[Mark, ...]:
    """A cell a claim, in a row."""
    return tuple(Mark(claim, i * PITCH + 0.5, 0.5, PITCH - 3, PITCH - 3) for i, claim in enumerate(rung.claims))


def bars(rungs: Sequence[Rung]) -> tuple[Bar, ...]:
    """A bar a TODO that was run."""
    seconds = {rung.todo.number: sum(claim.seconds for claim in rung.claims) for rung in rungs if rung.claims}
    longest = max(seconds.values(), default=0) or 1
    return tuple(
        Bar(rung, seconds[rung.todo.number], _parts(rung.claims, 100 / longest)) for rung in rungs if rung.claims
    )


def _parts(claims: Sequence[Claim], percent_a_second: float) -> tuple[Mark, ...]:
    marks, x = [], 0.0
    for claim in claims:
        width = claim.seconds * percent_a_second
        marks.append(Mark(claim, round(x, 3), 0, round(width, 3), 10))
        x += width
    return tuple(marks)
