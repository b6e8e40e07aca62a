"""Shows what a class got wrong: cohort.html and cohort.csv, from the folder of its reports."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.cohort.cohort import Cohort
from harness.cohort.page import page
from harness.cohort.report import BadReport
from harness.cohort.table import table
from harness.grading.reports.folders import replace_files

PAGE, ANONYMOUS, TABLE = "cohort.html", "cohort-anonymous.html", "cohort.csv"


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("reports", type=Path, metavar="DIR", help="the folder that the grader wrote")
    parser.add_argument(
        "--anonymous", action="store_true", help=f"write {ANONYMOUS} alone: without a name, to be shown to the class"
    )
    asked = parser.parse_args(words)
    try:
        cohort = Cohort.of(asked.reports)
    except BadReport as error:
        parser.error(str(error))
    if not cohort.reports:
        parser.error(f"no report is in the folders of {asked.reports}")
    files = _anonymous(cohort) if asked.anonymous else _whole(cohort)
    try:
        replace_files(asked.reports, files)
    except OSError as error:
        print(f"Nothing could be written into {asked.reports}: {error.strerror}", file=sys.stderr)
        return 3
    print(f"{len(cohort.reports):,} submissions: {', '.join(str(asked.reports / name) for name in files)}")
    return 0


def _whole(cohort: Cohort) -> Mapping[str, str]:
    return {PAGE: page(cohort), TABLE: table(cohort)}


def _anonymous(cohort: Cohort) -> Mapping[str, str]:
    return {ANONYMOUS: page(cohort, anonymous=True)}
