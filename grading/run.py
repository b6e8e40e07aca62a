"""Grades submissions, each in a process of its own, so many at a time."""

from __future__ import annotations

import csv
import gc
import multiprocessing
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from grading.grade import Grade, Isolation
from grading.grader import Grader
from grading.intake import Unreadable, submission
from grading.reports.all import write
from grading.reports.shown import shown
from grading.terminal import say
from grading.worker import Zygote
from spec.board import board
from spec.failure import printable
from spec.results import Results

GRADED, UNREADABLE, FAILED = 0, 2, 3  # exit statuses


@dataclass(frozen=True)
class Run:
    """What is asked of one run. Every submission is given the same draws."""

    grader: Grader
    isolation: Isolation
    seed: int
    todos: tuple[int, ...]

    def grade(self, path: Path, out: Path, zygote: Zygote) -> int:
        """Grade one submission, write its reports after each TODO and print its board; gives the exit status."""
        try:
            handed_in = submission(path)
        except Unreadable as error:
            name = printable(path.name, 100)
            write(Grade(name, Results.of([]), self.isolation, self.seed, problem=str(error)), out)
            say(f"{name}: {error}")
            return UNREADABLE
        for grade in self.grader.grade(handed_in, zygote, self.isolation, self.seed, self.todos):
            write(grade, out)
        board_of = board(shown(grade).results, "student", in_colour=False)
        say(f"{grade.submission}: {grade.points} of {grade.out_of} points\n{board_of}")
        return GRADED


def grade_all(
    this: Run, paths: Sequence[Path], folders: Sequence[Path], first: Zygote, start: Callable[[], Zygote], jobs: int
) -> list[int]:
    """The exit status of each submission, of which so many are graded at a time. start gives more zygotes."""
    gc.collect()
    gc.freeze()  # else each process looks through all objects, and copies their pages
    statuses = [FAILED] * len(paths)
    waiting, busy = list(range(len(paths))), dict[int, _Busy]()
    free = [first, *(start() for _ in range(min(jobs, len(paths)) - 1))]
    try:
        while waiting or busy:
            while waiting and free:
                one = _Busy.begun(this, waiting.pop(0), paths, folders, free.pop())
                busy[one.process.sentinel] = one
            for sentinel in wait(list(busy)):
                done = busy.pop(sentinel)  # type: ignore[arg-type]
                statuses[done.which] = status = done.status()
                if status == FAILED:
                    done.zygote.close()
                free.append(start() if status == FAILED else done.zygote)
    finally:
        for one in busy.values():
            one.process.kill()
        for zygote in (*free, *(one.zygote for one in busy.values())):
            zygote.close()
    return statuses


@dataclass
class _Busy:
    """A process that grades one submission."""

    which: int
    process: BaseProcess
    zygote: Zygote

    @classmethod
    def begun(cls, this: Run, which: int, paths: Sequence[Path], folders: Sequence[Path], zygote: Zygote) -> _Busy:
        def work() -> None:
            sys.exit(this.grade(paths[which], folders[which], zygote))

        process = multiprocessing.get_context("fork").Process(target=work)
        process.start()
        return cls(which, process, zygote)

    def status(self) -> int:
        self.process.join()
        code = self.process.exitcode
        return code if code in (GRADED, UNREADABLE) else FAILED


def folders(paths: Sequence[Path], out: Path) -> list[Path]:
    """Where the reports of each submission go: into OUT, or where there are several, into a folder of OUT each."""
    if len(paths) == 1:
        return [out]
    found: list[Path] = []
    for path in paths:
        name = re.sub(r"[^\w.-]", "_", path.name).strip(".")[:100] or "submission"
        same = sum(other.name == name or other.name.startswith(f"{name}~") for other in found)
        found.append(out / (f"{name}~{same + 1}" if same else name))
    return found


def gather(folders: Sequence[Path], out: Path) -> None:
    """One grade.csv of those of several folders."""
    tables = [list(csv.reader((folder / "grade.csv").open(newline=""))) for folder in folders]
    with (out / "grade.csv").open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([tables[0][0], *(row for table in tables for row in table[1:])])
