"""What a submission earned, and how that was found out: the one model that every report is written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from harness.grading.normal_form import UNWRITTEN, NormalForm
from harness.grading.policy import DEFAULT, Policy, plain
from harness.grading.roster import Student
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
    suspicions: what the clock says against its counts. path, seed, isolation and these are for the staff only.
    seconds: wall clock. form: of what was handed in, to be compared with others. policy: what claims are worth.
    students: who handed in. handed_in: when. Both as far as that is known. digest: of what it holds. version: of the
    course and of the grader. crowded: a timed claim may be undecided, for others wanted the cores.
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
    suspicions: tuple[str, ...] = ()
    form: NormalForm = UNWRITTEN
    policy: Policy = DEFAULT
    students: tuple[Student, ...] = ()
    handed_in: datetime | None = None
    digest: str = ""
    version: str = ""
    crowded: bool = False

    @property
    def points(self) -> float:
        """All of them, after what is lost by being late."""
        return plain(self.factor * self.before_late)

    @property
    def before_late(self) -> float:
        return plain(sum(self.policy.earned(rung) for rung in self.results.rungs))

    @property
    def factor(self) -> float:
        """What being late leaves of each point."""
        return self.policy.factor(self.handed_in)

    @property
    def out_of(self) -> float:
        return plain(sum(self.policy.worth(rung.todo) for rung in self.results.rungs))
