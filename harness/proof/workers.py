"""Work, done by forked processes: each starts with torch, the tests and the answers in memory, and does one job."""

from __future__ import annotations

import contextlib
import gc
import io
import multiprocessing
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Job = TypeVar("Job")
Answer = TypeVar("Answer")

_work: Callable[[int], Any] | None = None


@dataclass(frozen=True)
class _Raised:
    """That a job ended by an exception."""

    words: str


def forked(work: Callable[[Job], Answer], jobs: Sequence[Job], processes: int) -> Iterator[tuple[Job, Answer]]:
    """Each job with its answer, in the order in which they are done. What a job leaves behind dies with its process."""
    global _work
    gc.collect()
    gc.freeze()  # else each process looks through all objects, and copies their pages
    _work = lambda i: work(jobs[i])  # noqa: E731
    with multiprocessing.get_context("fork").Pool(processes, maxtasksperchild=1) as pool:
        for i, answer in pool.imap_unordered(_run, range(len(jobs))):
            if isinstance(answer, _Raised):
                raise RuntimeError(answer.words)
            yield jobs[i], answer


def _run(i: int) -> tuple[int, Any]:
    assert _work is not None
    with contextlib.redirect_stdout(io.StringIO()):  # claims print figures
        try:
            return i, _work(i)
        except KeyboardInterrupt:
            raise
        except BaseException:  # a process that ends without an answer would be waited for
            return i, _Raised(traceback.format_exc())
