"""A variant of an answer, written as what changes in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

GAP = " ... "

Edit = tuple[str, str]  # what the answer says, and what the variant says instead


class EditError(ValueError):
    """An edit does not fit the answer that it edits."""


def edited(source: str, edits: Iterable[Edit]) -> str:
    """The source with each edit made, one after another.

    What an edit replaces must be there exactly once; three dots between spaces stand for the shortest text between.
    Raises EditError where it is missing, ambiguous or changes nothing.
    """
    for old, new in edits:
        source = _edited(source, old, new)
    return source


def _edited(source: str, old: str, new: str) -> str:
    pattern = r"[\s\S]*?".join(re.escape(part) for part in old.split(GAP))
    times = len(re.findall(pattern, source))
    if times != 1:
        raise EditError(f"{old!r} is in the answer {times} times, expected once")
    changed = re.sub(pattern, lambda _: new, source)
    if changed == source:
        raise EditError(f"{old!r} is replaced by itself")
    return changed
