"""Workers of dask.distributed as an engine: each is a node, and starts the grader of this checkout as a process.

A node must see the checkout, the environment, the submissions and the reports under the same paths. Dask is asked for
little: it starts a command on the worker that is named, and says how it ended. Whatever it loses, the reports say what
is still to be graded, so nothing is tried again by dask itself.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from distributed import Client, Future
from distributed.comm.core import CommClosedError

from harness.course import course
from harness.grading.shards.engine import End, Lost, Place, Shard
from harness.where import ROOT

PATIENCE = 600.0  # seconds without a scheduler or a worker
CONNECTING = "10s"
PAUSE = 1.0  # seconds between two looks: each asks the scheduler
GONE = (OSError, CommClosedError, TimeoutError, RuntimeError)  # while the scheduler is away
LONGEST_SAID = 4_000


@dataclass
class _Begun:
    shard: Shard
    future: Future[Any]


class Dask:
    """address: HOST:PORT of a scheduler."""

    def __init__(self, place: Place, address: str) -> None:
        self._place = place
        self._address = address
        self._begun: list[_Begun] = []
        self._ends: list[End] = []
        self._client: Client | None = None
        self._seen = time.monotonic()

    def nodes(self) -> Sequence[str]:
        nodes = self._nodes()
        if nodes:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > PATIENCE:
            raise Lost(f"for {PATIENCE:g} seconds, there has been no worker at {self._address}")
        return nodes

    def _nodes(self) -> tuple[str, ...]:
        try:
            if self._client is None or self._client.status != "running":
                self._connect()
            assert self._client is not None
            return tuple(sorted(self._client.nthreads()))
        except GONE:
            self._lose(self._begun)
            return ()

    def _connect(self) -> None:
        """Futures of a connection that was lost are worth nothing: the scheduler may be another one."""
        self._lose(self._begun)
        if self._client is not None:
            with suppress(Exception):
                self._client.close(timeout=1)
        self._client = None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it tells of each connection that is lost
        self._client = Client(self._address, timeout=CONNECTING, set_as_default=False)

    def begin(self, shard: Shard) -> None:
        assert self._client is not None
        command = [sys.executable, "-Xutf8", "-m", "harness", f"--course={course().root}", "shard"]
        command += ["--out", str(self._place.out), "--run", self._place.number, *(task.folder for task in shard.tasks)]
        try:
            future = self._client.submit(
                subprocess.run,
                command,
                cwd=str(ROOT),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                errors="backslashreplace",
                workers=[shard.node],
                pure=False,
                retries=0,
            )
        except GONE:
            self._ends.append(End(shard, None))
        else:
            self._begun.append(_Begun(shard, future))

    def ended(self, seconds: float) -> Sequence[End]:
        time.sleep(max(seconds, PAUSE))
        nodes = self._nodes()
        self._lose([begun for begun in self._begun if begun.shard.node not in nodes])
        over = [begun for begun in self._begun if begun.future.done()]
        self._begun = [begun for begun in self._begun if begun not in over]
        ends, self._ends = [*self._ends, *map(_end, over)], []
        return ends

    def _lose(self, lost: Sequence[_Begun]) -> None:
        for begun in tuple(lost):
            self._begun.remove(begun)
            self._ends.append(End(begun.shard, None))
            with suppress(Exception):
                begun.future.cancel()

    def close(self) -> None:
        """Shards that are still being graded end as soon as they would write a report for another run."""
        if self._client is not None:
            with suppress(Exception):
                self._client.cancel([begun.future for begun in self._begun])
                self._client.close(timeout=5)


def _end(begun: _Begun) -> End:
    if begun.future.status != "finished":
        return End(begun.shard, None, _why(begun.future))
    try:
        done = begun.future.result(timeout=30)
    except Exception as error:
        return End(begun.shard, None, str(error))
    return End(begun.shard, done.returncode if done.returncode >= 0 else None, done.stdout[-LONGEST_SAID:])


def _why(future: Future[Any]) -> str:
    error = future.exception(timeout=5) if future.status == "error" else None
    return "" if error is None else f"{type(error).__name__}: {error}\n"
