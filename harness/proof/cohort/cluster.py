"""A cluster on this machine: processes that are killed, and begun anew as whoever keeps a cluster would do it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.where import ROOT

UNWATCHED = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}  # by dask's profiler


@dataclass
class Process:
    """A command that is kept alive. log: what it says. peak: the most memory (KiB) that it was seen to use."""

    command: Sequence[str]
    log: Path
    begun: int = 0
    statuses: list[int] = field(default_factory=list)
    peak: int = 0
    _process: subprocess.Popen[bytes] | None = None

    def look(self) -> bool:
        """Whether it is alive. How it ended, and what it needed, is taken down."""
        if self._process is None:
            return False
        status = self._process.poll()
        if status is not None:
            self.statuses.append(status)
            self._process = None
        else:
            self.peak = max(self.peak, _memory(self._process.pid))
        return status is None

    def keep_alive(self) -> None:
        if not self.look():
            self.begun += 1
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    self.command,
                    cwd=ROOT,
                    env=os.environ | UNWATCHED,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )

    def kill(self) -> None:
        """As the kernel does where memory is short: nothing can be put in order."""
        if self.look() and self._process is not None:
            self._process.kill()
            self._process.wait()

    def end(self) -> None:
        if self.look() and self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


class Cluster:
    """A scheduler of dask.distributed and so many workers."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.address = f"127.0.0.1:{_free_port()}"
        host, port = self.address.split(":")
        dask = [sys.executable, "-m", "distributed.cli.dask_"]
        scheduler = [*dask[:-1], f"{dask[-1]}scheduler", "--host", host, "--port", port, "--no-dashboard"]
        worker = [*dask[:-1], f"{dask[-1]}worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
        worker += ["--local-directory", str(folder)]
        self.scheduler = Process(scheduler, folder / "scheduler.log")
        self.workers = [Process(worker, folder / f"worker-{number}.log") for number in range(1, workers + 1)]

    def keep_alive(self) -> None:
        for process in (self.scheduler, *self.workers):
            process.keep_alive()

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.end()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
