"""grade.csv: a row a submission, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from harness.course import course
from harness.grading.grade import Grade
from harness.grading.reports import words
from harness.grading.reports.folders import TABLE, replace_files
from harness.grading.reports.sanitized import Sanitized, sanitize

COLUMNS = (
    *("submission", "student", "id", "points", "out of"),
    *(column for todo in course().todos for column in (f"TODO {todo.number}", f"TODO {todo.number} state")),
    *("times as fast", "complete", "problem", "path", "folder", "seed"),
    *("late factor", "policy", "suspicions", "torch's own"),
)
NO_WORD = re.compile(
    r"[\W\d_]"  # what begins with no letter may be worked out, or lose its zeros
    r"|(nan?|n/a|null|none|t|true|f|false|inf|infinity)$"  # pandas and R read a value
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\W*\d",  # Excel reads a date
    re.IGNORECASE,
)


def grades(rows: Sequence[Grade]) -> str:
    """The table of these grades, with a header. Text that a program would take for anything else begins with an
    apostrophe. A grade that is not complete has no points."""
    return _table(map(_row, map(sanitize, rows)))


def tabulate(out: Path, encoding: str = "utf-8") -> None:
    """Make the table of all grades of which there are reports in this folder."""
    replace_files(out, {TABLE: _table(_there(out))}, encoding)


def _there(out: Path) -> Iterator[dict[str, str]]:
    for folder in sorted(out.iterdir()):
        with suppress(OSError, csv.Error):  # no folder of reports, or somebody else's
            for row in csv.DictReader(io.StringIO((folder / TABLE).read_text(encoding="utf-8", errors="replace"))):
                yield row | {"folder": f"{folder.name}/"}  # which no program takes for a number


def _table(rows: Iterable[Mapping[str, object]]) -> str:
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue()


def _row(grade: Sanitized) -> dict[str, str | float]:
    row: dict[str, str | float] = {
        "submission": cell(grade.submission),
        "student": cell("; ".join(filter(None, (student.name for student in grade.students)))),
        "id": cell("; ".join(filter(None, (student.id for student in grade.students)))),
        "points": grade.points if grade.complete else "",
        "out of": grade.out_of,
        "times as fast": "" if grade.speedup is None else f"{grade.speedup:.2f}",
        "suspicions": cell("; ".join(grade.suspicions)),
        "torch's own": cell("; ".join(_torchs_own(grade))),
        "complete": "yes" if grade.complete else "no",
        "problem": cell(grade.problem),
        "path": grade.path,
        "seed": grade.seed,
        "late factor": grade.factor,
        "policy": " ".join(grade.policy.words),
    }
    for rung in grade.results.rungs:
        points = grade.policy.earned(rung)
        row |= {f"TODO {rung.todo.number}": points, f"TODO {rung.todo.number} state": words.state(grade, rung)}
    return row


def _torchs_own(grade: Sanitized) -> Iterator[str]:
    """What a course that asks for it would want to know: which TODOs torch has done."""
    return (f"TODO {rung.todo.number}: {', '.join(rung.used)}" for rung in grade.results.rungs if rung.used)


def cell(text: str) -> str:
    """A text that a spreadsheet takes as one."""
    return f"'{text}" if NO_WORD.match(text) else text
