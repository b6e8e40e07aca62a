"""Grades submissions: each TODO of each in a process of its own, so many at a time."""

from __future__ import annotations

import csv
import gc
import io
import re
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grading.found import Found
from grading.grade import Grade, Isolation
from grading.grader import Grader
from grading.intake import Submission, Unreadable, submission
from grading.isolated import ALL_SECONDS, MOST_PRINTED
from grading.lanes import Lanes
from grading.reports.all import write
from grading.reports.shown import shown
from grading.terminal import say
from spec.board import board
from spec.failure import printable
from spec.ladder import Todo
from spec.results import Results

GRADED, UNREADABLE, FAILED = 0, 2, 3  # exit statuses
TABLE = "grade.csv"
LONGEST_NAME = 200  # bytes, of 255


@dataclass(frozen=True)
class Run:
    """What is asked of one run. Every submission is given the same draws, which may be rehearsed."""

    grader: Grader
    isolation: Isolation
    seed: int
    todos: tuple[Todo, ...]
    rehearses: bool = False


@dataclass
class Grading:
    """One submission while it is graded, and what has been found of each of its TODOs so far."""

    run: Run
    submission: Submission
    out: Path
    found: dict[int, Found] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)
    failed: bool = False

    @property
    def left(self) -> float:
        """The seconds that the submission may still run or sleep."""
        return ALL_SECONDS - sum(found.spent for found in self.found.values())

    @property
    def grade(self) -> Grade:
        found = [self.found[number] for number in sorted(self.found)]
        return Grade(
            submission=self.submission.name,
            results=Results.of([claim for todo in found for claim in todo.claims]),
            isolation=self.run.isolation,
            seed=self.run.seed,
            notes=self.submission.notes,
            complete=len(found) == len(self.run.todos),
            printed="".join(todo.printed for todo in found)[:MOST_PRINTED],
            speedup=next((todo.speedup for todo in found if todo.speedup), None),
            seconds=time.monotonic() - self.started,
        )

    def add(self, todo: Todo, found: Found) -> Grade:
        """Write the reports anew."""
        self.found[todo.number] = found
        grade = self.grade
        write(grade, self.out)
        return grade


Work = tuple[Grading, Todo]


def grade_all(run: Run, paths: Sequence[Path], folders: Sequence[Path], lanes: Lanes[Work]) -> list[int]:
    """Write the reports of each submission after each of its TODOs, and print its board; gives their exit statuses."""
    _freeze()
    statuses = dict.fromkeys(folders, FAILED)
    work = _work(run, paths, statuses)
    while True:
        while lanes.free and (next_up := next(work, None)):
            try:
                _begin(lanes, *next_up)
            except Exception:
                traceback.print_exc()
                next_up[0].failed = True
        if not lanes.busy:
            return list(statuses.values())
        (grading, todo), text = lanes.next()
        try:
            if text is None:
                grading.failed = True
            elif (grade := grading.add(todo, Found.read(text))).complete:
                statuses[grading.out] = GRADED
                _show(grade)
        except Exception:
            traceback.print_exc()
            grading.failed = True


def _work(run: Run, paths: Sequence[Path], statuses: dict[Path, int]) -> Iterator[Work]:
    """The TODOs of one submission after another, each of which is read when its turn has come."""
    for path, out in zip(paths, list(statuses)):
        try:
            grading = _taken_in(run, path, out)
        except Exception:
            traceback.print_exc()
            continue
        if grading is None:
            statuses[out] = UNREADABLE
            continue
        for todo in run.todos:
            if not grading.failed:
                yield grading, todo


def _taken_in(run: Run, path: Path, out: Path) -> Grading | None:
    """A submission that can be read. In any case there are reports of it from now on, and none of an earlier run."""
    try:
        grading = Grading(run, submission(path), out)
    except Unreadable as error:
        name = printable(path.name, 100)
        write(Grade(name, Results.of([]), run.isolation, run.seed, problem=str(error)), out)
        say(f"{name}: {error}")
        return None
    write(grading.grade, out)
    return grading


def _freeze() -> None:
    """Else each process that is forked looks through all objects, and copies their pages."""
    gc.collect()
    gc.freeze()


def _begin(lanes: Lanes[Work], grading: Grading, todo: Todo) -> None:
    run, left = grading.run, grading.left
    if run.rehearses and todo.number not in run.grader.rehearsed:
        run.grader.rehearse(todo, run.seed)
        _freeze()
    lanes.begin((grading, todo), lambda zygote: run.grader.judge(grading.submission, todo, zygote, run.seed, left).text)


def _show(grade: Grade) -> None:
    board_of = board(shown(grade).results, "student", in_colour=False)
    say(f"{grade.submission}: {grade.points} of {grade.out_of} points\n{board_of}")


def folders(paths: Sequence[Path], out: Path) -> list[Path]:
    """Where the reports of each submission go: into OUT, or where there are several, into a folder of OUT each."""
    if len(paths) == 1:
        return [out]
    found: list[Path] = []
    for path in paths:
        name = re.sub(r"[^\w.-]", "_", path.name).strip(".").encode()[:LONGEST_NAME].decode(errors="ignore")
        name = name or "submission"
        same = sum(other.name == name or other.name.startswith(f"{name}~") for other in found) + (name == TABLE)
        found.append(out / (f"{name}~{same + 1}" if same else name))
    return found


def conclude(paths: Sequence[Path], folders: Sequence[Path], statuses: Sequence[int], out: Path) -> int:
    """Say which submissions have no grade, make one table of all grades where there are several, and give the exit
    status of the whole."""
    graded = [folder for folder, status in zip(folders, statuses) if status != FAILED]
    if len(folders) > 1 and graded:
        tables = [list(csv.reader(io.StringIO((folder / TABLE).read_text(encoding="utf-8")))) for folder in graded]
        with (out / TABLE).open("w", newline="", encoding="utf-8") as file:
            rows = [tables[0][0], *(row for table in tables for row in table[1:])]
            csv.writer(file, lineterminator="\n").writerows(rows)
    if len(graded) < len(folders):
        failed = ", ".join(path.name for path, status in zip(paths, statuses) if status == FAILED)
        print(f"The grader failed. There is no grade for {printable(failed, 10_000)}.", file=sys.stderr)
    return max(statuses)
