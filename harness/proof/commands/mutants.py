"""Proves that a claim kills each mutant of the answers, or that a record says why none can."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from rich.console import Console

from harness.course import course
from harness.proof.mutants.explained import faults
from harness.proof.mutants.fate import Fate
from harness.proof.mutants.make import Mutant
from harness.proof.mutants.prove import held, mutants_of, proven
from harness.proof.mutants.table import show
from harness.proof.subset import one_in
from harness.proof.timed import timed


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("--only", default="", metavar="TEXT", help="mutants of files with TEXT in their name")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="try one mutant in N, by chance")
    parser.add_argument("--seed", type=int, default=0)
    return timed(parser, words, _prove)


def _prove(arguments: argparse.Namespace) -> int:
    """1 where a mutant survives without a reason, or a reason is wrong."""
    wrong, fates = list[str](), list[Fate]()
    for todo in course().todos:  # one after another: what the answers give to all draws takes much memory
        made = {file: mutants_of(file) for file in todo.files if arguments.only in file}
        wrong += (fault for file, its_mutants in made.items() for fault in _faults(file, its_mutants))
        if some := one_in(arguments.sample, [mutant for its_mutants in made.values() for mutant in its_mutants]):
            fates += proven(held(todo, arguments.seed), some, arguments.seed, arguments.jobs)
    wrong += (fate.said for fate in fates if fate.said)
    print(*wrong, "", sep="\n\n")
    show(fates, Console(highlight=False, soft_wrap=True))
    return 1 if wrong else 0


def _faults(file: str, made: Sequence[Mutant]) -> Iterator[str]:
    return (f"{file}.toml, {reason.where}: {what}" for reason, what in faults(file, made))
