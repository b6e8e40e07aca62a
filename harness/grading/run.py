"""Grades submissions: each TODO of each in a process of its own, so many at a time."""

from __future__ import annotations

import gc
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from harness.course import Todo
from harness.grading.grade import Grade, Isolation
from harness.grading.grader import Grader
from harness.grading.intake import Submission, Unreadable, submission
from harness.grading.judged import Judged
from harness.grading.normal_form import UNWRITTEN
from harness.grading.process_pool import ProcessPool
from harness.grading.reports.all import write
from harness.grading.reports.folders import TABLE, locked
from harness.grading.reports.gradebook import tabulate
from harness.grading.reports.sanitized import line, text
from harness.grading.sandbox.isolated import ALL_SECONDS, MOST_PRINTED
from harness.grading.terminal import complain, say
from harness.grading.terms import AS_USUAL, Terms
from harness.tell.results import Results

GRADED, FAILED, STOPPED = 0, 3, 130  # exit statuses; 2 is argparse's
QUICK, PAUSE = 0.02, 20  # CPU seconds; the table of thousands takes longer, and is made anew after so many times that


@dataclass
class Run:
    """What is asked of one run. Every submission is given the same draws, which may be replayed.

    out: the folder of all reports. encoding: of its table. terms: what decides a grade beside the code.
    """

    grader: Grader
    isolation: Isolation
    seed: int
    todos: tuple[Todo, ...]
    out: Path
    replays: bool = False
    encoding: str = "utf-8"
    terms: Terms = AS_USUAL
    table_due: float = 0.0

    def tabulate(self) -> None:
        """Make the table anew, of all reports that are there."""
        started = time.thread_time()
        with locked(self.out):
            tabulate(self.out, self.encoding)
        took = time.thread_time() - started
        self.table_due = time.monotonic() + (PAUSE * took if took > QUICK else 0)


@dataclass
class Grading:
    """One submission while it is graded, and what has been found of each of its TODOs so far.

    folder: of its reports. problem: why it cannot be graded. failed: whether the grader did, which is no fault of its.
    """

    run: Run
    path: Path
    folder: Path
    submission: Submission | None = None
    problem: str = ""
    found: dict[int, Judged] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)
    failed: bool = False
    graded: bool = False

    @property
    def name(self) -> str:
        return self.path.name or str(self.path)

    @property
    def left(self) -> float:
        """The seconds that the submission may still run or sleep."""
        return ALL_SECONDS - sum(found.spent for found in self.found.values())

    @property
    def complete(self) -> bool:
        return not self.failed and (bool(self.problem) or len(self.found) == len(self.run.todos))

    @property
    def grade(self) -> Grade:
        found = [self.found[number] for number in sorted(self.found)]
        rungs = Results.of([claim for todo in found for claim in todo.claims]).rungs
        grade = Grade(
            submission=self.name,
            results=Results(tuple(rung for rung in rungs if rung.todo in self.run.todos)),
            isolation=self.run.isolation,
            seed=self.run.seed,
            problem=self.problem,
            notes=self.submission.notes if self.submission else (),
            complete=self.complete,
            printed="".join(todo.printed for todo in found)[:MOST_PRINTED],
            speedup=next((todo.speedup for todo in found if todo.speedup), None),
            seconds=time.monotonic() - self.started,
            path=str(self.path),
            suspicions=tuple(said for todo in found for said in todo.suspicions),
            form=self.submission.form if self.submission else UNWRITTEN,
        )
        return self.run.terms.over(grade, self.path)

    @contextmanager
    def blameless(self) -> Iterator[None]:
        """An exception in here is the grader's fault: the submission has no grade, and the others go on."""
        try:
            yield
        except OSError as error:
            self.fail(f"{error}\n")
        except Exception:
            self.fail(traceback.format_exc())

    def fail(self, why: str) -> None:
        self.failed = True
        complain(f"{text(why)}{line(self.name)}: the grader failed, so there is no grade")

    def begin(self) -> None:
        """Read it. There are reports of it from now on, and none of an earlier run."""
        self.started = time.monotonic()
        self.report()
        try:
            self.submission = submission(self.path)
        except Unreadable as error:
            self.problem = str(error)
        self.report()

    def add(self, todo: Todo, found: Judged) -> None:
        self.found[todo.number] = found
        self.report()

    def report(self) -> None:
        """Write the reports anew, and what is known by now into the table."""
        grade = self.grade
        with locked(self.run.out):
            write(grade, self.folder)
        if time.monotonic() >= self.run.table_due:
            with suppress(OSError):  # which is not this submission's; the table is made once more at the end
                self.run.tabulate()
        if grade.complete:
            self.graded, self.submission, self.found = True, None, {}  # there may be thousands
            said = f": {line(grade.problem)}" if grade.problem else ""
            say(f"{line(self.name)}: {0 if grade.problem else grade.points} of {grade.out_of} points{said}")


Work = tuple[Grading, Todo]


def grade_all(run: Run, gradings: Sequence[Grading], pool: ProcessPool[Work]) -> None:
    """Write the reports of each submission after each of its TODOs, and say a line of each that is graded."""
    _freeze()
    work = _work(run, gradings)
    while True:
        while pool.free and (next_up := next(work, None)):
            with next_up[0].blameless():
                _begin(pool, *next_up)
        if not pool.busy:
            return
        (grading, todo), found = pool.next()
        with grading.blameless():
            if found is not None:
                grading.add(todo, Judged.read(found))
            elif not grading.failed:
                grading.fail("")


def _work(run: Run, gradings: Sequence[Grading]) -> Iterator[Work]:
    """The TODOs of one submission after another, each of which is read when its turn has come."""
    for grading in gradings:
        with grading.blameless():
            grading.begin()
        for todo in run.todos:
            if not grading.failed and not grading.problem:
                yield grading, todo


def _freeze() -> None:
    """Else each process that is forked looks through all objects, and copies their pages."""
    gc.collect()
    gc.freeze()


def _begin(pool: ProcessPool[Work], grading: Grading, todo: Todo) -> None:
    run, handed_in, left = grading.run, grading.submission, grading.left
    assert handed_in is not None
    if run.replays and todo.number not in run.grader.drawn:
        run.grader.draw(todo, run.seed)
        _freeze()
    pool.begin((grading, todo), lambda zygote: run.grader.judge(handed_in, todo, zygote, run.seed, left).text)


def conclude(run: Run, gradings: Sequence[Grading], stopped: bool) -> int:
    """Make the table for the last time, say who has no grade and how to go on, and give the exit status."""
    try:
        run.tabulate()
    except OSError as error:
        complain(f"The table cannot be written: {error.strerror}. The reports of each submission are there.")
        return FAILED
    lost = [line(grading.name) for grading in gradings if not grading.graded]
    if len(gradings) > 1:
        say(f"{len(gradings) - len(lost)} of {len(gradings)} submissions are graded: {run.out / TABLE}")
    if stopped:
        complain(f"Stopped. To go on, add --resume {run.seed} to the same command.")
        return STOPPED
    if lost:
        complain(f"The grader failed. There is no grade for {', '.join(lost)}.")
    return FAILED if lost else GRADED
