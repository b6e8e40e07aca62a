"""Proves that each slip is caught by its own TODO, by its name.

No other TODO catches it, and no draw lets it through.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from harness.course import course
from harness.proof.claims import Proof
from harness.proof.share import RARELY
from harness.proof.slips.matrix import Matrix
from harness.proof.slips.missed import Missed, missed
from harness.proof.slips.picture import draw
from harness.proof.slips.plan import Effort, chosen
from harness.proof.slips.prove import diagonal, full
from harness.proof.slips.table import show
from harness.proof.subset import one_in
from harness.proof.timed import timed


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("--diagonal", action="store_true", help="own TODO only, up to the first claim that breaks")
    parser.add_argument("--exhaustive", action="store_true", help="also run TODOs that never import the changed file")
    parser.add_argument("--picture", type=Path, metavar="FILE.svg", help="try all claims, and draw which catches which")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="try one slip in N, by chance")
    parser.add_argument("--only", default="", metavar="TEXT", help="slips with TEXT in FILE.NAME")
    parser.add_argument("--seed", type=int, default=0)
    return timed(parser, words, _prove)


def _prove(arguments: argparse.Namespace) -> int:
    bank = chosen(arguments.only)
    for slip in bank:
        slip.over(course().answers)
    proof = Proof.replaying(arguments.seed, long=not arguments.diagonal)
    if arguments.diagonal:
        found = diagonal(proof, one_in(arguments.sample, bank), arguments.seed, arguments.jobs)
    else:
        found = full(proof, bank, arguments.seed, arguments.jobs, _effort(arguments), one_in=arguments.sample)
    show(found, Console(highlight=False, soft_wrap=True))
    if arguments.picture:
        draw(found, arguments.picture)
    often = [] if arguments.diagonal else _often_missed(proof, found, arguments)
    return 1 if often or any(found.complaints()) else 0


def _effort(arguments: argparse.Namespace) -> Effort:
    """A picture shows all claims that catch a slip."""
    return "exhaustive" if arguments.exhaustive else "thorough" if arguments.picture else "sampled"


def _often_missed(proof: Proof, matrix: Matrix, arguments: argparse.Namespace) -> list[Missed]:
    """The slips that get through more often than RARELY, in words."""
    found = list(missed(proof, matrix.slips, arguments.seed, arguments.jobs))
    often = sorted((one for one in found if one.chance > RARELY), key=lambda one: -one.chance)
    print(f"{len(found) - len(often)} of {len(found)} are missed once in {1 / RARELY:,.0f} runs at most, by estimate.")
    for one in often:
        print(f"{one.slip.file}, {one.slip.label}: {one.chance:.1e}")
        for share in one.shares:
            print(f"  shows in {share.shown} of {share.drawn} examples of {share.claim}, which draws {share.examples}")
    return often
