"""What a submission earned, and how that was found out: the one model that every report is written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from harness.tell.results import Results

Level = Literal["full", "degraded", "none"]


@dataclass(frozen=True)
class Isolation:
    """What stood between the submission and the grader.

    `held` names the layers that a worker proved before it was given any code; `missing` says, a sentence each, what
    could not be had and what is lost with it.
    """

    level: Level
    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grade:
    """One submission, graded.

    submission: its name. results: of the TODOs that were asked for, and no others; the points are out of theirs.
    problem: why nothing could be graded (empty where it could); it costs all points. notes: on what was left out of the
    submission, for its author. complete: whether every TODO was run; a grader that is killed leaves an incomplete one.
    printed: what the submission wrote to its output, cut to a bounded length, as it came. speedup: how many times as
    fast as its rival the class of the leaderboard is, where that was measured and the claim holds.
    path, seed, isolation: for the staff only. digest: of what it holds. version: of the course and of the grader.
    seconds: wall clock.
    """

    submission: str
    results: Results
    isolation: Isolation
    seed: int
    problem: str = ""
    notes: tuple[str, ...] = ()
    complete: bool = True
    printed: str = ""
    speedup: float | None = None
    seconds: float = 0.0
    path: str = ""
    digest: str = ""
    version: str = ""

    @property
    def points(self) -> int:
        return self.results.points

    @property
    def out_of(self) -> int:
        return sum(rung.todo.points for rung in self.results.rungs)
