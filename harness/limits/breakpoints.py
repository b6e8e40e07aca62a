"""Breakpoints that were left in a file: they stop where somebody waits for them, and are an error elsewhere."""

from __future__ import annotations

import pdb
import sys
from bdb import BdbQuit
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

QUITS = ("BdbQuit", "Exit")  # what pdb raises at `q`, and pytest's pdb


@contextmanager
def raising() -> Iterator[None]:
    """breakpoint() and pdb.set_trace() raise BdbQuit inside the block."""
    before = sys.breakpointhook, pdb.set_trace
    sys.breakpointhook = pdb.set_trace = _raise
    try:
        yield
    finally:
        sys.breakpointhook, pdb.set_trace = before


def _raise(*_: Any, **__: Any) -> None:
    raise BdbQuit("a breakpoint is left in")


def is_quit(exception: BaseException) -> bool:
    """Whether the user left a debugger's prompt for good."""
    return type(exception).__name__ in QUITS
