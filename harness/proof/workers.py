"""Work, done by forked processes: each starts with torch, the tests and the answers in memory, and does one job."""

from __future__ import annotations

import contextlib
import gc
import io
import multiprocessing
import traceback
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

Job = TypeVar("Job")
Answer = TypeVar("Answer")

FORK = multiprocessing.get_context("fork")


def forked(work: Callable[[Job], Answer], jobs: Sequence[Job], processes: int) -> Iterator[tuple[Job, Answer]]:
    """Each job with its answer, in the order in which they are done. What a job leaves behind dies with its process.

    Processes begin in this thread alone, between two answers: one that is forked while torch works may wait forever.
    """
    gc.collect()
    gc.freeze()  # else each process looks through all objects, and copies their pages
    waiting, running = iter(jobs), dict[Connection, tuple[Job, Any]]()
    try:
        while True:
            running |= (_begun(work, job) for job in islice(waiting, processes - len(running)))
            if not running:
                return
            done = wait([*running])[0]
            assert isinstance(done, Connection)
            job, process = running.pop(done)
            yield job, _received(done)
            process.join()
    finally:
        gc.unfreeze()
        for _, process in running.values():
            process.kill()


def _begun(work: Callable[[Job], Any], job: Job) -> tuple[Connection, tuple[Job, Any]]:
    here, there = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_run, args=(work, job, there), daemon=True)
    process.start()
    there.close()
    return here, (job, process)


def _run(work: Callable[[Job], Any], job: Job, there: Connection) -> None:
    with contextlib.redirect_stdout(io.StringIO()):  # claims print figures
        try:
            there.send((work(job), ""))
        except BaseException:
            there.send((None, traceback.format_exc()))


def _received(here: Connection) -> Any:
    """The answer of a process. Raises RuntimeError where it has none."""
    with here:
        try:
            answer, raised = here.recv()
        except EOFError:
            answer, raised = None, "a process ended without an answer"
    if raised:
        raise RuntimeError(raised)
    return answer
