"""Grades submissions: each TODO of each in a process of its own, so many at a time."""

from __future__ import annotations

import errno
import gc
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from harness.course import Todo
from harness.grading.crowded import is_crowded
from harness.grading.grade import Grade, Isolation
from harness.grading.grader import Grader
from harness.grading.intake import Submission, Unreadable, submission
from harness.grading.judged import Judged
from harness.grading.normal_form import UNWRITTEN
from harness.grading.process_pool import ProcessPool
from harness.grading.reports.all import write
from harness.grading.reports.sanitized import line, text
from harness.grading.sandbox.isolated import ALL_SECONDS, MOST_PRINTED
from harness.grading.terminal import complain
from harness.grading.terms import AS_USUAL, Terms
from harness.tell.results import Results


class NoRoom(Exception):
    """The disk is full."""


def has_no_room(error: Exception) -> bool:
    return isinstance(error, NoRoom) or (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT))


class Superseded(BaseException):
    """Another run writes into the same folder, so nobody waits for this one any longer."""


@dataclass
class Run:
    """What is asked of one run. Every submission is given the same draws, which may be replayed.

    version: of the course and of the grader. goes_on: whether what it finds is still wanted. terms: what decides a
    grade beside the code.
    """

    grader: Grader
    isolation: Isolation
    seed: int
    todos: tuple[Todo, ...]
    version: str = ""
    replays: bool = False
    goes_on: Callable[[], bool] = lambda: True
    terms: Terms = AS_USUAL


@dataclass
class Grading:
    """One submission while it is graded, and what has been found of each of its TODOs so far.

    folder: of its reports. digest: of what it held when it was decided what is to be graded. problem: why it cannot be
    graded. failed: whether the grader did, which is no fault of its.
    """

    run: Run
    path: Path
    folder: Path
    digest: str
    submission: Submission | None = None
    problem: str = ""
    found: dict[int, Judged] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)
    failed: bool = False
    graded: bool = False
    crowded: bool = False

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
            digest=self.digest,
            version=self.run.version,
            crowded=self.crowded,
        )
        return self.run.terms.over(grade, self.path)

    @contextmanager
    def blameless(self) -> Iterator[None]:
        """An exception in here is the grader's fault: the submission has no grade, and the others go on.

        Without room for reports, none of them can. Raises NoRoom.
        """
        try:
            yield
        except OSError as error:
            self.fail(f"{error}\n")
            if has_no_room(error):
                raise NoRoom from error
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
            digest = self.submission.digest
        except Unreadable as error:
            self.problem, digest = str(error), error.digest
        if digest != self.digest:
            self.problem = ""
            self.fail("It has changed since the run began. Give the same command again.\n")
        self.report()

    def add(self, todo: Todo, found: Judged) -> None:
        self.found[todo.number] = found
        self.report()

    def report(self) -> None:
        """Write the reports anew. Raises Superseded where another run has taken the place of this one."""
        if not self.run.goes_on():
            raise Superseded
        self.crowded |= is_crowded()
        grade = self.grade
        write(grade, self.folder)
        if grade.complete:
            self.graded, self.submission, self.found = True, None, {}


Work = tuple[Grading, Todo]


def grade_all(run: Run, gradings: Sequence[Grading], pool: ProcessPool[Work]) -> None:
    """Write the reports of each submission after each of its TODOs. Raises NoRoom, Superseded."""
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
