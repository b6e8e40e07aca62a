"""Makes the students' files from the answers."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from harness.kit.skeleton import check, write


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    """Raises SystemExit, with the difference or with what would be lost."""
    parser.add_argument("answers", type=Path)
    parser.add_argument("skeleton", type=Path)
    parser.add_argument("--force", action="store_true", help="overwrite files in which a TODO has been begun")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the files differ")
    asked = parser.parse_args(words)
    if asked.check:
        check(asked.answers, asked.skeleton)
    else:
        print(*write(asked.answers, asked.skeleton, asked.force), sep="\n")
    return 0
