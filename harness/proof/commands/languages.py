"""Proves that each slip has the same verdicts and the same name in each language."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from random import SystemRandom

from harness.language.speech import languages
from harness.proof.claims import Proof
from harness.proof.slips.languages import spoken
from harness.proof.slips.plan import chosen
from harness.proof.timed import timed


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("--sample", type=int, metavar="N", help="try N slips, by chance")
    parser.add_argument("--only", default="", metavar="TEXT", help="slips with TEXT in FILE.NAME")
    parser.add_argument("--seed", type=int, default=0)
    return timed(parser, words, _prove)


def _prove(arguments: argparse.Namespace) -> int:
    bank = chosen(arguments.only)
    some = bank if arguments.sample is None else SystemRandom().sample(bank, min(arguments.sample, len(bank)))
    proof = Proof.replaying(arguments.seed, long=False)
    found = [*spoken(proof, some, languages(), arguments.seed, arguments.jobs)]
    complaints = [complaint for one in found for complaint in one.complaints]
    print(*complaints, sep="\n", end="\n" if complaints else "")
    named = sum(one.named for one in found)
    print(f"{len(found)} slips in {', '.join(languages())}: {named} are named, {len(complaints)} facts differ")
    return 1 if complaints else 0
