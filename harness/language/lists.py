"""Several things in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from harness.language.speech import say


def all_of(things: Sequence[str]) -> str:
    """One and another; nothing of none."""
    return reduce(lambda some, other: say("{some} and {other}", some=some, other=other), things) if things else ""


def one_of(things: Sequence[str]) -> str:
    """One or another; nothing of none."""
    return reduce(lambda some, other: say("{some} or {other}", some=some, other=other), things) if things else ""
