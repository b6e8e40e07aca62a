"""canvas.csv and moodle.csv: the points as these take them back.

Canvas reads a student by ID, then SIS User ID, then SIS Login ID, and a row that says how many points are possible.
Moodle reads its own grading worksheet: a student by Identifier, a Grade, and the time of the last grade, which may be
empty. Other columns of these, where the roster has them, are given back as they were.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.grading.reports.folders import replace_files
from harness.grading.roster import Roster, Student, key

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Last modified (grade)")
POSSIBLE = "Points Possible"
FORMULA = re.compile(r"[=+\-@\t\r]")
Row = Mapping[str, object]


@dataclass(frozen=True)
class Scored:
    """The points for one student."""

    student: Student
    points: float
    out_of: float


def upload(out: Path, form: str, roster: Roster, title: str) -> None:
    """Write the table of one form, of all whole grades in a folder. title: of what was handed in."""
    rows = sorted(_scored(out, roster), key=lambda row: (row.student.id, row.student.name))
    columns, written = FORMS[form](rows, title)
    table = io.StringIO()
    writer = csv.DictWriter(table, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in written:
        writer.writerow({column: _harmless(cell) for column, cell in row.items()})
    replace_files(out, {f"{form}.csv": table.getvalue()})


def _scored(out: Path, roster: Roster) -> Iterator[Scored]:
    for path in sorted(out.glob("*/staff.json")):
        with suppress(OSError, ValueError, KeyError, TypeError):  # nobody's report
            told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            for student in told["students"] if told["complete"] else ():
                known = roster.find([student["id"], student["name"]])
                yield Scored(known or Student(student["name"], student["id"]), told["points"], told["out_of"])


def _canvas(rows: Sequence[Scored], title: str) -> tuple[Sequence[str], Iterator[Row]]:
    def written() -> Iterator[Row]:
        yield {"Student": f"    {POSSIBLE}", title: max((row.out_of for row in rows), default=0)}
        for row in filter(lambda row: row.student.name, rows):  # no number of an anonymous one is known to Canvas
            yield {"Student": row.student.name, "ID": row.student.id, **row.student.row, title: row.points}

    return (*CANVAS, title), written()


def _moodle(rows: Sequence[Scored], title: str) -> tuple[Sequence[str], Iterator[Row]]:
    def written() -> Iterator[Row]:
        for row in rows:
            number = key(row.student.id)
            own = {
                "Full name": row.student.name,
                "Maximum grade": row.out_of,
                "Last modified (grade)": "-",
            }
            identifier = f"Participant {number}" if number.isdecimal() else row.student.id
            yield {**own, **row.student.row, "Identifier": identifier, "Grade": row.points}

    given = dict.fromkeys(column for row in rows for column in row.student.row)
    return tuple(given) if set(given) >= {"Identifier", "Grade"} else MOODLE, written()


FORMS: Mapping[str, Callable[[Sequence[Scored], str], tuple[Sequence[str], Iterator[Row]]]] = {
    "canvas": _canvas,
    "moodle": _moodle,
}


def _harmless(cell: object) -> object:
    """An id keeps its zeros, but nothing is worked out by a spreadsheet on the way."""
    text = isinstance(cell, str) and len(cell) > 1 and FORMULA.match(cell)
    return f"'{cell}" if text else cell
