"""Holds the counts of operations and FLOPs, taken in the submission's own process, against the kernel's clock.

A submission may hide work from the count, but not from the clock. From few examples, positions or heads to many, a loop
over them grows by many operations each, and work done for each head by whole products; the answers hardly grow. What a
call takes at any size, such as a sparse matrix that is made or a line that is printed, is no matter, as long as it is
not so much that growth could be hidden behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.case import Implementation, NeverRuns
from harness.compare.race import Race
from harness.compare.side_by_side import alone, side_by_side
from harness.course import Growth, course
from harness.run.errors import printable

SUSPECT = 1 / 1.5  # of what is too much
FIRST = 2  # rounds
LEAST = 1e-9  # seconds: a call that does not grow


def contradiction(impls: Sequence[Implementation], answers: Implementation, name: str, seed: int) -> str:
    """What the clock says against the first of these; nothing where one of them runs, and takes no longer than it may.

    They are one submission, with its own earlier classes and with others in their place: a class may need its own ones,
    and must not pay for slow ones. seed: of the weights and inputs, which nobody can know beforehand.
    """
    said = ""
    for impl in impls:
        try:
            assert_clock_agrees(impl, answers, name, seed)
        except (Exception, NeverRuns) as error:  # whatever came back, the answers did not give it
            said = said or printable(str(error))
        else:
            return ""
    return said


def assert_clock_agrees(impl: Implementation, answers: Implementation, name: str, seed: int) -> None:
    """From few to many, a forward pass grows no more than right ways of writing do.

    First rounds that are well within settle it; else the race is run until a false verdict is less likely than once in
    a million.
    """
    for growth in course().costs.growths(name, seed):
        race, round = Race(1 / growth.most), _rounds(impl, answers, growth)
        race.run(round, rounds=FIRST)
        if any(ratio < 1 / (SUSPECT * growth.most) for ratio in race.ratios):
            race.run(round)
        assert race.verdict != "not faster", (
            f"from few {growth.what} to many, the CPU time of {name} grows by {1 / race.ratio:.1f} times what the "
            "answers take: by more than its operations and FLOPs, as they were counted, can explain"
        )


def _rounds(impl: Implementation, answers: Implementation, growth: Growth) -> Callable[[], tuple[float, float]]:
    """Rounds of the seconds by which it grows, and those that the answers take for many."""
    most = side_by_side(impl, growth.many, answers, growth.many)
    if not growth.aside:
        return most
    least, usual = alone(impl, growth.few), alone(answers, growth.few)
    aside = growth.aside * usual()

    def round() -> tuple[float, float]:
        taken, answered = most()
        return max(taken - min(least(), aside), LEAST), answered

    return round
