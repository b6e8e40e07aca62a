"""Shows what hostile code wins where nothing isolates it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from rich.console import Console

from harness.course import course
from harness.proof.redteam.attacks import attacks
from harness.proof.redteam.gains import Gains
from harness.proof.timed import timed


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("--only", default="", metavar="TEXT", help="those with TEXT in THEME.NAME")
    return timed(parser, words, _prove)


def _prove(arguments: argparse.Namespace) -> int:
    bank = attacks(course().root / "tests" / "redteam" / "bank", course().answers)
    found = Gains.of(
        [attack for attack in bank if arguments.only in f"{attack.theme}.{attack.name}"], course().root, arguments.jobs
    )
    found.show(Console(highlight=False, soft_wrap=True))
    return 1 if found.surprises else 0
