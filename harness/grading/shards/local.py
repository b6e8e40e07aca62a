"""This machine as an engine: one node, whose shard is a process forked from this one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import IO

from harness.grading.shards import shard as grading
from harness.grading.shards.engine import End, Place, Shard

HERE = "here"


@dataclass
class _Begun:
    shard: Shard
    process: BaseProcess
    said: IO[bytes]


class Local:
    def __init__(self, place: Place) -> None:
        self._place = place
        self._begun: _Begun | None = None

    def nodes(self) -> Sequence[str]:
        return (HERE,)

    def begin(self, shard: Shard) -> None:
        said = tempfile.TemporaryFile()  # noqa: SIM115
        process = multiprocessing.get_context("fork").Process(target=self._grade, args=(shard, said))
        process.start()
        self._begun = _Begun(shard, process, said)

    def _grade(self, shard: Shard, said: IO[bytes]) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that ends this one
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
        sys.stdout = sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        os._exit(grading.grade(self._place.out, self._place.number, shard.tasks, self._place.settings))

    def ended(self, seconds: float) -> Sequence[End]:
        begun = self._begun
        if begun is None or not wait([begun.process.sentinel], seconds):
            return ()
        begun.process.join()
        self._begun, status = None, begun.process.exitcode
        with begun.said:
            begun.said.seek(0)
            said = begun.said.read().decode(errors="replace")
        return (End(begun.shard, status if status is not None and status >= 0 else None, said),)

    def close(self) -> None:
        if self._begun is not None:
            self._begun.process.kill()
            self._begun.process.join()
            self._begun.said.close()
            self._begun = None
