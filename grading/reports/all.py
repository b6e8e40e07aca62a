"""All reports of a grade, in one folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from grading.grade import Grade
from grading.reports import classroom50, gradebook, gradescope, junit, page, staff, summary, workflow
from grading.reports.shown import Shown, shown


def write(grade: Grade, folder: Path) -> None:
    """Write every report into a folder, which is made if need be.

    To be called after each TODO: a file is replaced whole or not at all, so that a grader that is killed leaves a true
    report of what it had found.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _reports(shown(grade)):
        _replace(folder / name, text)


def _reports(grade: Shown) -> Iterator[tuple[str, str]]:
    yield "results.json", gradescope.results(grade)
    yield "result.json", classroom50.result(grade, os.environ, datetime.now(UTC))
    yield "junit.xml", junit.suites(grade)
    yield "summary.md", summary.summary(grade)
    yield "annotations.txt", workflow.commands(grade)
    yield "grade.csv", gradebook.grades([grade])
    yield "report.html", page.page(grade)
    yield "staff.json", staff.whole(grade)


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)
