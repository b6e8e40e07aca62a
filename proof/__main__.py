"""python -m proof matrix, python -m proof flaky: what `tox -e slips` and `tox -e flaky` run."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import torch

from proof.prove import Proof, diagonal, full
from spec.slips import BadSlip, slips

ROOT = Path(__file__).parents[1]


def main() -> int:
    arguments = _parser().parse_args()
    torch.set_num_threads(1)
    return int(arguments.run(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m proof", description=__doc__)
    commands = parser.add_subparsers(required=True)
    matrix = commands.add_parser("matrix", help="every slip is caught by its own TODO and by no other")
    matrix.add_argument("--only", default="", metavar="TEXT", help="slips with TEXT in their file or name")
    matrix.add_argument("--diagonal", action="store_true", help="own TODO only, up to the first claim that breaks")
    matrix.add_argument("--exhaustive", action="store_true", help="run TODOs that never import the changed file too")
    matrix.add_argument("--seed", type=int, default=0)
    matrix.add_argument("--jobs", type=int, default=os.cpu_count())
    matrix.set_defaults(run=_matrix)
    return parser


def _matrix(arguments: argparse.Namespace) -> int:
    started = time.time()
    try:
        bank = [slip for slip in slips(ROOT / "reference" / "slips") if arguments.only in f"{slip.file}.{slip.name}"]
        for slip in bank:
            slip.over(ROOT / "reference")
    except BadSlip as error:
        print(error)
        return 2
    proof = Proof.of(ROOT, arguments.seed)
    if arguments.diagonal:
        found = diagonal(proof, bank, arguments.jobs)
    else:
        found = full(proof, bank, arguments.jobs, arguments.exhaustive)
    for row in found.slips:
        print(row.name, row.own.mark, row.drawn, [f.claim for f in row.own.caught_by])
    complaints = list(found.complaints())
    print(*complaints, sep="\n")
    print(f"{len(bank)} slips, {time.time() - started:.0f} s")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
