"""How long a request may take, by what the kernel counts of the worker that answers it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

ASLEEP_SECONDS = 2.0


@dataclass(frozen=True)
class Spent:
    """Seconds that a worker has run, and that it has slept."""

    ran: float
    asleep: float


class Clock:
    """What the kernel counts of a worker."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._queues = [_opened(f"/proc/{of}/schedstat") for of in (pid, os.getpid())]

    def cpu(self) -> float:
        """Seconds of CPU time, by the worker's clock (man 3 clock_getcpuclockid)."""
        try:
            return time.clock_gettime(~self.pid << 3 | 2)
        except OSError:
            return 0.0

    def queued(self) -> list[float]:
        """Seconds for which the worker was ready to run and waited for a core, and this process was."""
        return [_waited(queue) for queue in self._queues]

    def close(self) -> None:
        for queue in self._queues:
            if queue is not None:
                os.close(queue)


def _opened(path: str) -> int | None:
    """Not every kernel has it, and no process that has ended."""
    try:
        return os.open(path, os.O_RDONLY)
    except OSError:
        return None


def _waited(schedstat: int | None) -> float:
    try:
        return 0.0 if schedstat is None else int(os.pread(schedstat, 100, 0).split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


@dataclass
class Deadline:
    """CPU time, and time asleep, that a worker may spend on one request.

    Waiting for a core costs it nothing, nor does waiting for this process while this one waits for a core.
    seen: when it was last looked at. warned: when the worker was told that it is over.
    """

    clock: Clock
    cpu_seconds: float
    warned: float | None = None

    def __post_init__(self) -> None:
        self.started = self.seen = time.monotonic()
        self.cpu, self.queued = self.clock.cpu(), self.clock.queued()

    def ran(self) -> float:
        return max(0.0, self.clock.cpu() - self.cpu)

    def spent(self) -> Spent:
        ran, waited = self.ran(), [max(0.0, now - then) for now, then in zip(self.clock.queued(), self.queued)]
        return Spent(ran, max(0.0, time.monotonic() - self.started - sum(waited) - ran))

    def over(self) -> str:
        """Why it is over; empty while it is not."""
        spent = self.spent()
        if spent.ran > self.cpu_seconds:
            return f"still running after {self.cpu_seconds:g} seconds of CPU time: is there a loop that never ends?"
        if spent.asleep > ASLEEP_SECONDS:
            return f"asleep for {ASLEEP_SECONDS:g} seconds: what does it wait for?"
        return ""
