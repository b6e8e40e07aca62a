"""Runs the first unfinished TODO each time a file is saved.

It is pytest --next, which is given all other options; Ctrl-C ends it.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

from harness.tell import commands
from harness.tell.screen import take_any_text
from harness.watch.process import WaitingRun

try:
    from watchfiles import PythonFilter
    from watchfiles import watch as changes
except ModuleNotFoundError:
    sys.exit(f"The watch needs watchfiles:\n\n    {commands.python('-m', 'pip', 'install', 'watchfiles')}")

NEXT = ("--next", "-qq", "--no-header")
FOOTER = "\nWaiting for a save. Ctrl-C ends."
QUICK_SUCCESSION = 100  # ms: saves closer together than this are one


def watch(impl: str, options: Sequence[str]) -> None:
    """Run it once, then after each change; a run that a change overtakes is stopped."""
    given = (*NEXT, f"--impl={impl}", *options)
    saved = changes(Path(impl), watch_filter=PythonFilter(), step=QUICK_SUCCESSION)
    running = WaitingRun(given, FOOTER)
    running.go()
    ready = WaitingRun(given, FOOTER)
    for changed in saved:
        running.stop()
        print(f"\nChanged: {', '.join(sorted({Path(path).name for _, path in changed}))}", flush=True)
        ready.go()
        running, ready = ready, WaitingRun(given, FOOTER)


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("--impl", default="student", metavar="PATH", help="the folder to watch (default: student)")
    named, others = parser.parse_known_args(words)
    if not Path(named.impl).is_dir():
        parser.error(f"--impl={named.impl}: there is no folder {Path(named.impl).resolve()}")
    take_any_text()
    with contextlib.suppress(KeyboardInterrupt):
        watch(named.impl, others)
    return 0
