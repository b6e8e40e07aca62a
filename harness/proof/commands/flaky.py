"""Proves that right answers hold every claim, seed after seed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from harness.course import course
from harness.proof.claims import Proof
from harness.proof.right.alternates import alternates
from harness.proof.right.flaky import at_most, planned, runs
from harness.proof.subset import one_in
from harness.proof.timed import timed


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("seeds", type=int, nargs="?", default=3, help="fresh seeds for each (default: 3)")
    parser.add_argument("--only", default="", metavar="TEXT", help="alternates with TEXT in FILE.NAME")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="try one alternate in N, by chance")
    parser.add_argument("--examples", type=int, default=10, help="drawn for a claim, at most (default: 10)")
    return timed(parser, words, _prove)


def _prove(arguments: argparse.Namespace) -> int:
    known = [way for way in alternates(course().answers / "alternates") if arguments.only in f"{way.file}.{way.name}"]
    ways = one_in(arguments.sample, known)
    plan = planned(Proof.of(), ways, arguments.seeds)
    failed = 0
    for run, unmet in runs(plan, arguments.examples, arguments.jobs):
        failed += bool(unmet)
        for found in unmet:
            print(f"{run.name}, seed {run.seed}: {found.claim} is {found.verdict}\n{found.message}\n", flush=True)
    print(f"{len(plan)} runs of the answers and {len(ways)} alternates, {arguments.seeds} fresh seeds each, ")
    print(f"at most {arguments.examples} examples a claim: {failed} failed.")
    print(at_most("a run", failed, len(plan)))
    return 1 if failed else 0
