"""Lists what a TODO still lacks, with the remedy of each."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from harness.check.everything import findings
from harness.check.finding import line_of
from harness.check.scope import Scope, ladder
from harness.course import course
from harness.proof.timed import timed

SAMPLED = (
    "This tried a sample. `prove slips` puts each slip to all claims, `prove mutants` each mutant, "
    "and `prove flaky` each right answer."
)


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("todo", type=int, nargs="?", help="its number (default: the whole course, which takes minutes)")
    parser.add_argument("--seed", type=int, default=0)
    return timed(parser, words, _check)


def _check(arguments: argparse.Namespace) -> int:
    """0 where there is nothing to do."""
    try:
        scope = Scope.of(arguments.todo)
    except LookupError as error:
        print(f"{ladder()}:{line_of(ladder(), r'^LADDER')}: {error}\n    add its row; `new` prints it")
        return 1
    return _list(scope, arguments)


def _list(scope: Scope, arguments: argparse.Namespace) -> int:
    many = 0
    for finding in findings(scope, arguments.seed, arguments.jobs):
        many += 1
        print(finding.told(course().root), flush=True)
    about = f"TODO {scope.todos[0].number}" if not scope.whole else "The course"
    print(f"{about}: {many} to mend." if many else f"{about} is complete: nothing is missing or wrong.")
    print(SAMPLED)
    return 1 if many else 0
