"""An end to endless loops, by CPU time: waiting at a breakpoint costs nothing."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class CpuTimeUp(BaseException):
    """The code ran for longer than it was given."""


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raise CpuTimeUp inside the block once this process has spent that much CPU time in it.

    Without signals (Windows, or outside the main thread) there is no limit.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def time_is_up(signum: int, frame: FrameType | None) -> None:
        raise CpuTimeUp(f"still running after {seconds:g} seconds of CPU time: is there a loop that never ends?")

    previous = signal.signal(signal.SIGPROF, time_is_up)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)
