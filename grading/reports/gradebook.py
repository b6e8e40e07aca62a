"""grade.csv: a row a submission, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from grading.grade import Grade
from grading.reports import words
from grading.reports.shown import Shown, shown
from spec.ladder import LADDER

COLUMNS = (
    *("submission", "points", "out of"),
    *(column for todo in LADDER for column in (f"TODO {todo.number}", f"TODO {todo.number} state")),
    *("times as fast", "complete", "problem"),
)
FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")  # a cell that begins with one of these is worked out, not shown


def grades(rows: Sequence[Grade]) -> str:
    """The table of these grades, with a header. Text that a spreadsheet would work out begins with an apostrophe."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(_row, map(shown, rows)))
    return table.getvalue()


def _row(grade: Shown) -> list[str | int]:
    row: list[str | int] = [_cell(grade.submission), grade.points, grade.out_of]
    for rung in grade.results.rungs:
        row += [rung.points, words.state(grade, rung)]
    speedup = "" if grade.speedup is None else f"{grade.speedup:.2f}"
    return [*row, speedup, "yes" if grade.complete else "no", _cell(grade.problem)]


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
