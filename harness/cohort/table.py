"""cohort.csv: a row a submission, with the mistakes that it makes."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping

from harness.cohort.cohort import Cohort
from harness.cohort.report import Report
from harness.grading.reports.gradebook import cell

COLUMNS = ("submission", "student", "id", "points", "out of", "complete")
LAST = ("mistakes", "without a name", "alike", "suspicions", "seconds", "problem", "folder")


def table(cohort: Cohort) -> str:
    """The table, in the order of the folders. Groups are numbered as the page has them."""
    groups = {
        "without a name": _numbers({i: group.makers for i, group in enumerate(cohort.unnamed, 1)}),
        "alike": _numbers({i: group.members for i, group in enumerate(cohort.alike, 1)}),
    }
    states = [f"TODO {step.number}" for step in cohort.steps]
    written = io.StringIO()
    writer = csv.DictWriter(written, (*COLUMNS, *states, *LAST), restval="", lineterminator="\n")
    writer.writeheader()
    for report in cohort.reports:
        numbers = {column: found[report.folder] for column, found in groups.items()}
        writer.writerow(_row(report) | {column: " ".join(map(str, found)) for column, found in numbers.items()})
    return written.getvalue()


def _numbers(groups: Mapping[int, tuple[Report, ...]]) -> Mapping[str, list[int]]:
    """The groups of each folder."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, members in groups.items():
        for report in members:
            found[report.folder].append(number)
    return found


def _row(report: Report) -> dict[str, object]:
    row: dict[str, object] = {
        "submission": cell(report.name),
        "student": cell(report.student),
        "id": cell(report.id),
        "points": f"{report.points:g}" if report.complete else "",
        "out of": f"{report.out_of:g}",
        "complete": "yes" if report.complete else "no",
        "mistakes": "; ".join(report.slips),
        "suspicions": cell("; ".join(report.suspicions)),
        "seconds": f"{report.seconds:.1f}",
        "problem": cell(report.problem),
        "folder": f"{report.folder}/",
    }
    return row | {f"TODO {rung.number}": rung.state for rung in report.rungs}
