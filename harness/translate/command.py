"""Brings the catalogs of a language up to date with all that is said, or begins them; says what they lack."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.translate.catalogs import files_of, updated
from harness.translate.gaps import gaps
from harness.translate.sources import messages


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    """The exit status is 1 where something is lacking that is asked for by --only."""
    parser.add_argument("language", help="its code, such as ko")
    parser.add_argument("--only", metavar="TEXT", help="write nothing; list what files with TEXT in their name lack")
    asked = parser.parse_args(words)
    said = messages()
    if asked.only is None:
        _write(asked.language, updated(asked.language, said))
    lacking = [gap for gap in gaps(asked.language, said) if (asked.only or "") in gap.path.stem]
    if asked.only is None:
        counts = Counter(gap.path.name for gap in lacking)
        print(*(f"{name}: {number} are lacking" for name, number in counts.items()), sep="\n")
        return 0
    print(*(f"{gap.path.name}: {gap.about}: {gap.what}" for gap in lacking), sep="\n")
    return 1 if lacking else 0


def _write(language: str, files: Mapping[Path, str]) -> None:
    """Write these files, and no other is left."""
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in {*files_of(language)} - {*files}:
        path.unlink()
