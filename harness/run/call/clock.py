"""How a call is timed: by the finest clock, and without what it costs to print a tensor."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from torch import Tensor

from harness.case import Call

FINE = 1e-5  # seconds: a step of a clock that can time a call of a tenth of a millisecond
READINGS = 10


def is_fine(clock: Callable[[], float]) -> bool:
    """Whether it moves on while it is read, in small steps."""
    readings = [clock() for _ in range(READINGS)]
    return any(0 < after - before < FINE for before, after in pairwise(readings))


def finest() -> Callable[[], float]:
    """Reads CPU seconds; seconds on the wall where those come in ticks, as on Windows; 0 where both do."""
    return next(filter(is_fine, (time.thread_time, time.perf_counter)), unread)


def unread() -> float:
    return 0.0


FINEST = finest()  # before torch works in this process: in a pause after that, a fine clock may look coarse


def clock_of(call: Call) -> Callable[[], float]:
    """A clock is slow to read in a sandbox: none is read where nobody wants to know."""
    return FINEST if call.timed else unread


@contextmanager
def terse() -> Iterator[None]:
    """Meanwhile a tensor that is printed, which takes as long as a hundred operations, shows its shape alone."""
    whole = Tensor.__repr__
    setattr(Tensor, "__repr__", lambda self, **_: f"tensor of {tuple(self.shape)}")  # noqa: B010
    try:
        yield
    finally:
        setattr(Tensor, "__repr__", whole)  # noqa: B010
