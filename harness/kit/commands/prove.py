"""Proves that the kit catches each slip and names it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from harness.course import course
from harness.judge.slips import slips
from harness.kit.place import folder, out
from harness.kit.prove import Kit, tried
from harness.proof.timed import timed

MISSED = 0.02  # of all slips, at most


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("--out", type=Path, default=out(), help="where the kit is (default: dist/)")
    parser.add_argument("--only", default="", metavar="TEXT", help="slips with TEXT in FILE.NAME")
    return timed(parser, words, _prove)


def _prove(arguments: argparse.Namespace) -> int:
    answers = course().answers
    bank = [slip for slip in slips(answers / "slips") if arguments.only in f"{slip.file}.{slip.name}"]
    found = list(tried(Kit.of(folder(arguments.out)), bank, answers, arguments.jobs))
    missed = [row for row in found if row.own.mark != "caught"]
    named = sum(row.is_named for row in found)
    print(f"{len(found) - len(missed)} of {len(found)} slips are caught, {named} are called by their name on the board")
    for row in missed:
        print(f"NOT CAUGHT: {row.name}")
    for row in found:
        if row.called is None:
            print(f"no name on the board: {row.name}")
        for claim, name in row.misnamed:
            print(f"WRONG NAME: {row.name} is called {name.title} by {claim}")
    return 1 if len(missed) > MISSED * len(found) or any(row.misnamed for row in found) else 0
