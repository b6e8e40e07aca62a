"""Some of many, by chance, where all of them take too long."""

from __future__ import annotations

from collections.abc import Sequence
from random import SystemRandom
from typing import TypeVar

T = TypeVar("T")


def one_in(many: int, things: Sequence[T]) -> Sequence[T]:
    """One in so many of them, rounded up; all of them as they are where that is one in one."""
    return SystemRandom().sample(things, -(-len(things) // many)) if many > 1 else things
