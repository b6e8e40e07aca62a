"""All reports of a grade, in one folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from harness.grading.grade import Grade
from harness.grading.reports import classroom50, gradebook, gradescope, junit, page, staff, summary, workflow
from harness.grading.reports.folders import TABLE, replace_files
from harness.grading.reports.sanitized import Sanitized, sanitize


def write(grade: Grade, folder: Path) -> None:
    """Write every report into a folder, which is made if need be.

    To be called after each TODO. Where one cannot be written, the disk being full, all stay as they were.
    """
    folder.mkdir(parents=True, exist_ok=True)
    replace_files(folder, dict(_reports(sanitize(grade))), durable=grade.complete)


def _reports(grade: Sanitized) -> Iterator[tuple[str, str]]:
    yield "results.json", gradescope.results(grade)
    yield "result.json", classroom50.result(grade, os.environ, datetime.now(UTC))
    yield "junit.xml", junit.suites(grade)
    yield "summary.md", summary.summary(grade)
    yield "annotations.txt", workflow.commands(grade)
    yield TABLE, gradebook.grades([grade])
    yield "report.html", page.page(grade)
    yield "staff.json", staff.whole(grade)
