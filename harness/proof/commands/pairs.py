"""Proves that two slips at once, and a slip in an alternate, are caught and not named wrongly."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence

from harness.course import course
from harness.judge.slips import slips
from harness.proof.claims import Proof
from harness.proof.pairs.laid import clothes, pairs, sampled
from harness.proof.pairs.named import FATES, Named, named
from harness.proof.right.alternates import alternates
from harness.proof.slips.plan import chosen
from harness.proof.timed import timed

MOST_WRONG = 0.005  # of all that are caught
LEAST_RIGHT = {"pairs": 0.90, "clothes": 0.85}  # pairs: of those that are named; clothes: of those that are caught


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("--sample", type=int, default=300, metavar="N", help="try N of each sort, by chance")
    parser.add_argument("--only", default="", metavar="TEXT", help="slips with TEXT in FILE.NAME")
    parser.add_argument("--seed", type=int, default=0)
    return timed(parser, words, _prove)


def _prove(arguments: argparse.Namespace) -> int:
    some, bank = chosen(arguments.only), slips(course().answers / "slips")
    proof = Proof.replaying(arguments.seed, long=False)
    made = {"clothes": [*clothes(some, alternates(course().answers / "alternates"))], "pairs": [*pairs(some)]}
    complaints = list[str]()
    for sort, laid in made.items():
        tried = sampled(laid, arguments.sample, arguments.seed)
        found = [*named(proof, tried, bank, arguments.seed, arguments.jobs)]
        counts = Counter(one.fate for one in found)
        print(f"{sort}: {len(tried)} of {len(laid)}:", ", ".join(f"{counts[fate]} {fate}" for fate in FATES))
        complaints += unmet(sort, found)
        print(*(_line(one) for one in found if one.fate in ("wrong name", "missed")), sep="\n")
    print(*complaints, sep="\n")
    return 1 if complaints else 0


def unmet(sort: str, found: Sequence[Named]) -> Iterator[str]:
    """The goals that are missed."""
    counts = Counter(one.fate for one in found)
    caught = len(found) - counts["right answer"] - counts["missed"]
    right = counts["right name"] + counts["one of two"]
    of = right + counts["wrong name"] if sort == "pairs" else caught
    if counts["missed"]:
        yield f"{sort}: {counts['missed']} are missed"
    if counts["wrong name"] > MOST_WRONG * caught:
        yield f"{sort}: {counts['wrong name']} of {caught} have a wrong name, expected {MOST_WRONG:.1%} at most"
    if right < LEAST_RIGHT[sort] * of:
        yield f"{sort}: {right} of {of} are named rightly, expected {LEAST_RIGHT[sort]:.0%}"


def _line(one: Named) -> str:
    return f"  {one.laid.slip.class_name}: {one.laid.slip.title}: {one.fate} {one.called}\n    {one.laid.slip.edits}"
