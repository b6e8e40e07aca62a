"""Drafts slips from the mistakes of a class that have no name yet."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from harness.cohort.cohort import Cohort
from harness.cohort.harvest import drafts
from harness.cohort.report import BadReport

FOLDER = "harvest"


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("reports", type=Path, metavar="DIR", help="the folder that the grader wrote")
    parser.add_argument(
        "--least", type=int, default=2, metavar="N", help="of mistakes that so many have made; 2 without it"
    )
    asked = parser.parse_args(words)
    try:
        found = drafts(Cohort.of(asked.reports), asked.least)
    except BadReport as error:
        parser.error(str(error))
    folder = asked.reports / FOLDER
    folder.mkdir(exist_ok=True)
    for name, records in found.items():
        (folder / name).write_text(records, encoding="utf-8")
        print(f"{records.count('kind = '):,} drafts: {folder / name}")
    if not found:
        print(f"No mistake without a name was made by {asked.least} submissions.")
    return 0
