"""Two alarms for the main thread: one rings by its CPU time, one by the clock on the wall.

The system's own timers ring as SIGPROF and SIGALRM. Windows has none. There a thread looks at the clocks, and raises
SIGINT, the only signal that ends a sleep there (docs.python.org/3/library/signal.html).
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from typing import Literal, Protocol, TypeAlias

Which: TypeAlias = Literal["CPU", "wall"]

TICK = 0.1  # seconds


class Alarms(Protocol):
    def set(self, cpu: float, again: float, wall: float) -> None:
        """Ring after `cpu` seconds, and every `again` from then on; and every `wall` seconds, unless that is 0."""

    def clear(self) -> None:
        """Ring no more."""

    def rung(self) -> Which | None:
        """Which one a SIGINT comes from; None where that is Ctrl-C."""


class Timers:
    """The system's."""

    def set(self, cpu: float, again: float, wall: float) -> None:
        signal.setitimer(signal.ITIMER_PROF, cpu, again)
        signal.setitimer(signal.ITIMER_REAL, wall, wall)

    def clear(self) -> None:
        self.set(0.0, 0.0, 0.0)

    def rung(self) -> None:
        return None


class Watchdog:
    """A thread. It holds the lock while it rings, so that nothing rings once `clear` has returned."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._due: dict[Which, float] = {}
        self._every: dict[Which, float] = {}
        self._rung: list[Which] = []

    def set(self, cpu: float, again: float, wall: float) -> None:
        if not self._thread.is_alive():
            self._thread.start()
        with self._lock:
            self._every = {"CPU": again, "wall": wall}
            self._due = {"CPU": time.process_time() + cpu}
            if wall:
                self._due["wall"] = time.monotonic() + wall

    def clear(self) -> None:
        with self._lock:
            self._due.clear()
            self._rung.clear()

    def rung(self) -> Which | None:
        return self._rung.pop(0) if self._rung else None

    def _watch(self) -> None:
        while True:
            time.sleep(TICK)
            with self._lock:
                for which in self._over():
                    self._due[which] += self._every[which]
                    self._rung.append(which)
                    signal.raise_signal(signal.SIGINT)

    def _over(self) -> Iterator[Which]:
        now: dict[Which, float] = {"CPU": time.process_time(), "wall": time.monotonic()}
        yield from [which for which, due in self._due.items() if now[which] > due]


ALARMS: Alarms = Timers() if hasattr(signal, "setitimer") else Watchdog()
