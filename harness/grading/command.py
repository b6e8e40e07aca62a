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

from harness.grading.arguments import arguments
from harness.grading.reports.folders import alone
from harness.grading.reports.sanitized import line
from harness.grading.shards.grade import STOPPED, grade_cohort
from harness.grading.shards.shard import FAILED
from harness.grading.terminal import complain
from harness.language.choice import usual
from harness.language.speech import ENGLISH, speak

WRONG = 2  # as argparse has it


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    _speak_utf_8()
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)
    asked = arguments(parser, words)
    speak(asked.lang or usual() or ENGLISH)
    try:
        return _graded(asked)
    except KeyboardInterrupt:
        complain("Stopped before anything was graded.")
        return STOPPED
    except OSError as error:
        complain(f"Nothing was graded: {line(str(error))}")
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
    """The exit status."""
    with alone(asked.out) as is_alone:
        if is_alone:
            return grade_cohort(asked)
    complain(f"Another grader writes into {line(str(asked.out))}: wait until it has ended, or give another --out.")
    return WRONG
