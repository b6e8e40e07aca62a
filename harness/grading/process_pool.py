"""Processes that work side by side, each with a zygote of its own; what one of them has found comes back as text."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from harness.grading.inside.zygote import PR_SET_PDEATHSIG
from harness.grading.sandbox.worker import NoWorker, Zygote
from harness.grading.terminal import complain

LONGEST = 3600.0  # seconds for one process: a submission runs for 300 at most, on a core that it may share with others

Key = TypeVar("Key")


@dataclass
class _Job(Generic[Key]):
    key: Key
    process: BaseProcess
    zygote: Zygote
    until: float

    def closed(self) -> None:
        self.process.kill()
        self.process.join()
        self.zygote.close()


class ProcessPool(Generic[Key]):
    """As many processes at a time as there are zygotes. `another` starts a zygote in the place of one that was lost."""

    def __init__(self, zygotes: list[Zygote], another: Callable[[], Zygote]) -> None:
        self._free = zygotes
        self._another = another
        self._busy: dict[Connection, _Job[Key]] = {}

    @property
    def free(self) -> bool:
        return bool(self._free)

    @property
    def busy(self) -> bool:
        return bool(self._busy)

    def begin(self, key: Key, work: Callable[[Zygote], str]) -> None:
        """Do this work in a process forked from this one."""
        zygote = self._free[-1]
        ours, theirs = multiprocessing.Pipe(duplex=False)

        def send() -> None:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that ends this one
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            try:
                theirs.send_bytes(work(zygote).encode())
            except NoWorker as error:
                complain(str(error))
                os._exit(1)

        process = multiprocessing.get_context("fork").Process(target=send, daemon=True)
        process.start()  # or there is no memory for it, and the zygote stays free
        self._free.pop()
        theirs.close()
        self._busy[ours] = _Job(key, process, zygote, time.monotonic() + LONGEST)

    def next(self) -> tuple[Key, str | None]:
        """Wait for one of them: what it has found; None where it failed or hangs, which is told on the terminal."""
        ours = self._next_up()
        job = self._busy.pop(ours)
        found = _received(ours)
        ours.close()
        if found is None:
            job.closed()
            self._replace()
        else:
            job.process.join()
            self._free.append(job.zygote)
        return job.key, found

    def _next_up(self) -> Connection:
        """One that has something to say, or whose time is up."""
        first = next(iter(self._busy))  # they are in the order in which they were begun
        ready = wait(list(self._busy), max(0.0, self._busy[first].until - time.monotonic()))
        chosen = ready[0] if ready else first
        assert isinstance(chosen, Connection)
        return chosen

    def _replace(self) -> None:
        """Where no other zygote can be had, there is a process less."""
        try:
            self._free.append(self._another())
        except (NoWorker, OSError) as error:
            complain(str(error))

    def close(self) -> None:
        """End all of them, and their zygotes."""
        for job in self._busy.values():
            job.closed()
        for zygote in self._free:
            zygote.close()


def _received(channel: Connection) -> str | None:
    """What came; nothing from a process that hangs, or that has ended before a word or in the middle."""
    if not channel.poll():
        complain(f"A process that grades has said nothing for {LONGEST:.0f} seconds. It was ended.")
        return None
    try:
        return channel.recv_bytes().decode()
    except (EOFError, OSError):
        return None
