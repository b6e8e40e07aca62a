"""Shows how surely each step helps: every experiment over the answers, after fresh seeds, in a table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from harness.proof.timed import timed
from spec.experiments.proof import furthest_off, page, series

ANSWERS = Path(__file__).parents[2] / "reference"


def main(words: list[str] | None = None) -> int:
    """Exit status: 0, or 1 where a seed did not show that its step helps."""
    parser = argparse.ArgumentParser(prog="python -m spec.experiments", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, metavar="N", help="fresh seeds for each (default: 100)")
    parser.add_argument("--only", default="", metavar="TEXT", help="experiments with TEXT in their name")
    return timed(parser, words, _prove)


def _prove(arguments: argparse.Namespace) -> int:
    found = list(series(ANSWERS, arguments.seeds, arguments.jobs, arguments.only))
    print(page(found, furthest_off(ANSWERS, arguments.seeds, arguments.jobs)))
    failed = [(one.name, words) for one in found for words in one.failed]
    for name, words in failed:
        print(f"\n{name}: {words}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
