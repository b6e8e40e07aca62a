"""Grades submissions, each in isolation.

Exit status: 0 each submission has a grade, whatever it is; 2 the command is wrong, and nothing was graded; 3 the grader
itself failed, and one submission at least has no grade; 130 it was stopped.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import torch

from harness.course import course
from harness.grading.arguments import arguments
from harness.grading.grader import Grader
from harness.grading.process_pool import ProcessPool
from harness.grading.reports.folders import folders
from harness.grading.reports.gradebook import done
from harness.grading.reports.upload import upload
from harness.grading.run import FAILED, GRADED, STOPPED, Grading, Run, Work, conclude, grade_all
from harness.grading.sandbox.bubblewrap import Refused, Sandbox, demand
from harness.grading.sandbox.worker import NoWorker, Zygote
from harness.grading.terminal import complain, say


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    _speak_utf_8()
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)
    asked = arguments(parser, words)
    try:
        return _graded(asked)
    except KeyboardInterrupt:
        complain("Stopped before anything was graded.")
        return STOPPED
    except (NoWorker, Refused) as error:
        complain(f"Nothing was graded: {error}")
    except Exception:
        complain(traceback.format_exc())
    return FAILED


def _speak_utf_8() -> None:
    """Start again in Python's UTF-8 mode where the locale is another: names and texts are the same in each."""
    if sys.getfilesystemencoding() != "utf-8":
        command = Path("/proc/self/cmdline").read_bytes().split(b"\0")[1:-1]
        written = {"PYTHONIOENCODING": f"{sys.stdout.encoding if sys.stdout else 'ascii'}:backslashreplace"}
        os.execve(sys.executable, [os.fsencode(sys.executable), b"-Xutf8", *command], os.environ | written)


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _graded(asked: argparse.Namespace) -> int:
    """The exit status. Raises NoWorker, Refused."""
    torch.set_num_threads(1)
    if asked.resume is not None:
        asked.seed, graded = asked.resume, done(asked.out, asked.resume)
        asked.paths = [path for path in asked.paths if os.fsencode(path) not in graded]
        if not asked.paths:
            say("All of them are graded.")
            return GRADED
    elif len(asked.paths) > 1:
        say(f"The seed is {asked.seed}. If this run breaks off, go on with --resume {asked.seed}.")
    todos = tuple(todo for todo in course().todos if not asked.todos or todo.number in asked.todos)
    root = course().root
    hidden = (root / "reference" / f"{course().files[0]}.py", root / "tests" / "test_1.py", *asked.paths)
    sandbox = Sandbox(hidden, tuple(asked.without))
    starting = [sandbox.begin() for _ in range(min(asked.jobs, len(asked.paths) * len(todos)))]
    grader = Grader.of(root)
    zygotes = list[Zygote]()
    for ready in starting:
        zygote, isolation = ready()
        zygotes.append(zygote)
        demand(isolation, asked.isolation)
    if isolation.missing:
        missing = "".join(f"\n  - {sentence}" for sentence in isolation.missing)
        complain(f"Warning: isolation is {isolation.level}. What is missing here:{missing}")
    encoding = "utf-8-sig" if asked.excel else "utf-8"
    run = Run(grader, isolation, asked.seed, todos, asked.out, len(asked.paths) > 1, encoding, asked.terms)
    gradings = [Grading(run, *place) for place in zip(asked.paths, folders(asked.paths, asked.out))]
    pool, stopped = ProcessPool[Work](zygotes, lambda: sandbox.start()[0]), False
    try:
        grade_all(run, gradings, pool)
    except KeyboardInterrupt:
        stopped = True
    finally:
        pool.close()
    if asked.format:
        upload(asked.out, asked.format, asked.terms.roster, course().title)
    return conclude(run, gradings, stopped)
