"""The authors of a submission, as far as its path tells, by the layouts of exports.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from harness.grading.intake.author import Author, HandedIn
from harness.grading.intake.exports import ARCHIVES, CANVAS, COLLECTED, METADATA, MOODLE
from harness.grading.intake.metadata import submitters

OF_CANVAS = re.compile(r"(?:(?P<name>(?!LATE_)\w+?)_)?(?:LATE_)?(?P<id>\d+|anon_[^\W_]+)")


def handed_in(path: Path) -> HandedIn:
    """As its path tells, or the metadata beside it."""
    told = submitters(path.parent / METADATA).get(path.name)
    return told or HandedIn((_author(path.name, path.parent.name == COLLECTED),))


def _author(name: str, is_collected: bool) -> Author:
    if found := MOODLE.fullmatch(name):
        of_moodle, _, id = found["author"].rpartition("_")
        return Author(of_moodle, id)
    stem = next((name[: -len(end)] for end in ARCHIVES if name.lower().endswith(end)), name)
    loose = CANVAS.fullmatch(name)
    told = loose["author"] if loose else name if is_collected else ""
    if found := OF_CANVAS.fullmatch(told):
        return Author(found["name"] or "", found["id"])
    return Author(others=tuple(_endings(stem)))


def _endings(stem: str) -> Iterator[str]:
    """The whole of it, then without the beginning that a repository has from its assignment."""
    parts = stem.split("-")
    yield from ("-".join(parts[i:]) for i in range(len(parts)))
