"""Begins a TODO: writes every file that it needs, with open places."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.course import course
from harness.new.files import files
from harness.new.rung import Rung
from harness.new.sections import Begun, pages


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    """1 where something is there already; then nothing is written."""
    parser.add_argument("number", type=int)
    parser.add_argument("stem", help="of its files, such as rms_norm")
    parser.add_argument("class_name", metavar="class", help="such as RMSNorm")
    parser.add_argument("--title", help="on the board and in the handout (default: the class)")
    parser.add_argument("--week", type=int, help="of the handout (default: the last one)")
    asked = parser.parse_args(words)
    week = asked.week or course().todos[-1].week
    return _begin(Rung(asked.number, asked.stem, asked.class_name, asked.title or asked.class_name, week))


def _begin(rung: Rung) -> int:
    fresh = files(rung)
    if there := [path for path in fresh if path.exists()]:
        print("Nothing was written, as this is there already:", *there, sep="\n", file=sys.stderr)
        return 1
    try:
        changed = pages(rung)
    except Begun as error:
        print(f"Nothing was written: {error}", file=sys.stderr)
        return 1
    _write({**fresh, **changed})
    print(*(f"wrote {path}" for path in fresh), *(f"added a section to {path}" for path in changed), sep="\n")
    print(f"\nAdd these rows:\n\n{rung.filled('rows')}\nThen: python -m harness check {rung.number}")
    return 0


def _write(texts: Mapping[Path, str]) -> None:
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
