"""Ends endless loops by CPU time, and tells Ctrl-C from code that raises KeyboardInterrupt by itself."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Handler = Callable[[int, FrameType | None], None]


class CpuTimeUp(BaseException):
    """The code ran for longer than it was given."""


class Interrupts:
    """Whether the user has pressed Ctrl-C."""

    def __init__(self) -> None:
        self.seen = False

    def note(self, signum: int, frame: FrameType | None) -> None:
        self.seen = True
        raise KeyboardInterrupt


@contextmanager
def watched(seconds: float | None) -> Iterator[Interrupts]:
    """Raise CpuTimeUp inside the block once this process has spent that much CPU time in it; note Ctrl-C.

    Waiting, at a breakpoint say, costs no CPU time. Outside the main thread there is no limit; on Windows, which has no
    CPU timer, neither. None: another process watches the clock, and sends SIGPROF; no key reaches this one.
    """
    interrupts = Interrupts()
    if threading.current_thread() is not threading.main_thread():
        yield interrupts
    elif seconds is None:
        with _handling(signal.SIGPROF, _time_is_up("its time is up")):
            yield interrupts
    else:
        with _handling(signal.SIGINT, interrupts.note), _cpu_limit(seconds):
            yield interrupts


@contextmanager
def _cpu_limit(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return
    with _handling(signal.SIGPROF, _time_is_up(f"{seconds:g} seconds of CPU time")):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


def _time_is_up(after: str) -> Handler:
    def raises(signum: int, frame: FrameType | None) -> None:
        raise CpuTimeUp(f"still running after {after}: is there a loop that never ends?")

    return raises


@contextmanager
def _handling(signum: int, handler: Handler) -> Iterator[None]:
    previous = signal.signal(signum, handler)
    try:
        yield
    finally:
        signal.signal(signum, previous)
