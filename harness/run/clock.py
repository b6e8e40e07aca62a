"""The clock that a call is timed by."""

from __future__ import annotations

import time
from collections.abc import Callable

from harness.case import Call

FINE = 1e-5  # seconds: a step of a clock that can time a call of a tenth of a millisecond
READINGS = 10


def clock_of(call: Call) -> Callable[[], float]:
    """Reads CPU seconds; seconds on the wall where those come in ticks, as on Windows; 0 where both do.

    A clock is slow to read in a sandbox: none is read where nobody wants to know.
    """
    clocks = (time.thread_time, time.perf_counter) if call.timed else ()
    return next(filter(is_fine, clocks), lambda: 0.0)


def is_fine(clock: Callable[[], float]) -> bool:
    """Whether it moves on while it is read, in small steps."""
    started = clock()
    return any(0 < clock() - started < FINE for _ in range(READINGS))
