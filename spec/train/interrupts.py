"""Ctrl-C between two steps of training."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupts:
    """Whether Ctrl-C was pressed."""

    def __init__(self) -> None:
        self.seen = False


@contextmanager
def noted() -> Iterator[Interrupts]:
    """Ctrl-C inside the block is noted, and ends nothing; pressed again, it does what it always does."""
    interrupts = Interrupts()
    previous = signal.getsignal(signal.SIGINT)

    def note(signum: int, frame: FrameType | None) -> None:
        interrupts.seen = True
        signal.signal(signal.SIGINT, previous)

    signal.signal(signal.SIGINT, note)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, previous)
