"""A cohort that is easily checked: copies of a few submissions, each of which has a grade of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from harness.course import Course
from harness.grading.shards.manifest import read_report
from harness.judge.edits import edited
from harness.judge.slips import slips

JUNK = {"notes.txt": "nothing of the course"}


@dataclass(frozen=True)
class Kind:
    """What several submissions hold: texts by the names of their files."""

    name: str
    files: Mapping[str, str]

    def write(self, folder: Path) -> Path:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, text in self.files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder


def kinds(course: Course) -> Iterator[Kind]:
    """The answers, the skeleton, the first way of each slip, and junk."""
    answers = {path.name: path.read_text(encoding="utf-8") for path in course.answers.glob("*.py")}
    yield Kind("answers", answers)
    yield Kind(
        "skeleton", {path.name: path.read_text(encoding="utf-8") for path in (course.root / "student").glob("*.py")}
    )
    for slip in slips(course.answers / "slips"):
        if slip.variant == 1:
            name = f"{slip.file}.py"
            yield Kind(f"{slip.file}-{slip.name}", answers | {name: edited(answers[name], slip.edits)})
    yield Kind("junk", JUNK)


def cohort(course: Course, many: int, folder: Path) -> list[Path]:
    """So many submissions. Their names tell their kinds."""
    each = islice(enumerate(cycle(list(kinds(course)))), many)
    return [kind.write(folder / f"{kind.name}.{number:05}") for number, kind in each]


def kind_of(name: str) -> str:
    return name.rpartition(".")[0]


def grade_in(folder: Path) -> Any:
    """What a grade says, but for what may differ from run to run: times, and words that hold figures."""
    report = read_report(folder)
    todos = [
        (todo["number"], todo["state"], todo["points"], [(claim["name"], claim["verdict"]) for claim in todo["claims"]])
        for todo in report.get("todos", ())
    ]
    return report.get("complete"), report.get("points"), bool(report.get("problem")), report.get("seed"), todos
