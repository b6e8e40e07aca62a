"""Ends code that never ends or that waits, and tells Ctrl-C from code that raises KeyboardInterrupt by itself."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import TypeAlias

from harness.limits.alarms import ALARMS

Handler: TypeAlias = Callable[[int, FrameType | None], None]

AGAIN = 1.0  # seconds until CpuTimeUp is raised once more: the code may have caught it
ASLEEP_SECONDS = 4.0  # by the clock on the wall, in which is looked twice: a machine that is suspended is seen once
BUSY = 0.02  # of a core: on a busy machine, too, code that runs gets more


class CpuTimeUp(BaseException):
    """The code ran, or waited, for longer than it was given."""


class Pressed(BaseException):
    """Ctrl-C. It is no KeyboardInterrupt: a debugger catches that, and prompts again."""


class Limits:
    """What a case may still take.

    elsewhere: the clock is watched in another process, which sends SIGPROF. waits: it may wait for the user, at a
    breakpoint say. pressed: whether Ctrl-C was.
    """

    def __init__(self, elsewhere: bool, waits: bool) -> None:
        self.elsewhere, self.waits, self.pressed = elsewhere, waits, False
        self.seconds = self.since = 0.0
        self.idle = 0

    def allow(self, seconds: float) -> None:
        """So much CPU time from now on."""
        self.since, self.idle = time.process_time(), 0
        if not self.elsewhere:
            self.seconds = seconds
            ALARMS.set(seconds, AGAIN, 0.0 if self.waits else ASLEEP_SECONDS / 2)

    def end(self) -> None:
        """No more alarms."""
        if self.seconds:
            ALARMS.clear()

    def cpu_time_is_up(self, signum: int, frame: FrameType | None) -> None:
        if self.elsewhere and self._is_asleep():
            raise CpuTimeUp("asleep until its time is up: what does it wait for?")
        if self.seconds:
            after = f"{self.seconds:g}"
            raise CpuTimeUp(f"still running after {after} seconds of CPU time: is there a loop that never ends?")
        raise CpuTimeUp("still running after its time is up: is there a loop that never ends?")

    def look(self, signum: int, frame: FrameType | None) -> None:
        self.idle = self.idle + 1 if self._is_asleep() else 0
        if self.idle >= 2:
            raise CpuTimeUp(f"asleep for {ASLEEP_SECONDS:g} seconds: what does it wait for?")

    def _is_asleep(self) -> bool:
        """Whether next to nothing was done since the last look."""
        before, self.since = self.since, time.process_time()
        return self.since - before < BUSY * ASLEEP_SECONDS / 2

    def interrupt(self, signum: int, frame: FrameType | None) -> None:
        rung = ALARMS.rung()
        if rung is not None:
            return self.cpu_time_is_up(signum, frame) if rung == "CPU" else self.look(signum, frame)
        self.pressed = True
        raise Pressed

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Raise CpuTimeUp inside the block where more is taken than is allowed there, and Pressed at Ctrl-C.

        Outside the main thread there is no limit.
        """
        handlers: dict[str, Handler] = {"SIGPROF": self.cpu_time_is_up}
        if not self.elsewhere:
            handlers |= {"SIGALRM": self.look, "SIGINT": self.interrupt}
        if threading.current_thread() is not threading.main_thread():
            handlers, self.elsewhere = {}, True
        with ExitStack() as stack:
            for name, handler in handlers.items():
                if number := getattr(signal, name, None):
                    stack.callback(signal.signal, number, signal.signal(number, handler))
            stack.callback(self.end)
            yield
