"""Proves that right answers, graded in isolation, lose no point."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from harness.course import course
from harness.proof.right.alternates import alternates
from harness.proof.right.flaky import at_most
from harness.proof.right.gradings import gradings
from harness.proof.timed import timed


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    many = "random mixes of alternates (default: 40)"
    parser.add_argument("submissions", type=int, nargs="?", default=40, help=many)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder for them and their grades")
    return timed(parser, words, _prove)


def _prove(arguments: argparse.Namespace) -> int:
    failed = 0
    for one in gradings(
        alternates(course().answers / "alternates"), course().root, arguments.out, arguments.submissions, arguments.jobs
    ):
        failed += not one.full
        seed, written = one.grade["seed"], ", ".join(f"{way.file}.{way.name}" for way in one.mix.ways)
        print(f"{one.mix.name}, seed {seed}: {one.grade['points']} of {one.grade['out_of']} points", flush=True)
        for said in one.lost:
            print(f"{one.folder} ({written}): {said}\n", flush=True)
    print(f"{arguments.submissions} right answers were graded: {failed} lost a claim.")
    print(at_most("a grading", failed, arguments.submissions))
    return 1 if failed else 0
