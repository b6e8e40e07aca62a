"""Runs the first unfinished TODO each time a file is saved."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

from harness.language.choice import add_option, listen, speak_to_reader, usual
from harness.language.speech import language, say
from harness.tell import commands
from harness.tell.screen import take_any_text
from harness.watch.process import WaitingRun

try:
    from watchfiles import PythonFilter
    from watchfiles import watch as changes
except ModuleNotFoundError:
    speak_to_reader(None)
    sys.exit(f"{say('The watch needs watchfiles:')}\n\n    {commands.python('-m', 'pip', 'install', 'watchfiles')}")

IMPL = "student"
NEXT = ("--next", "-qq", "--no-header")
QUICK_SUCCESSION = 100  # ms: saves closer together than this are one


def watch(impl: str, options: Sequence[str]) -> None:
    """Run it once, then after each change; a run that a change overtakes is stopped."""
    given = (*NEXT, f"--impl={impl}", *options)
    saved = changes(Path(impl), watch_filter=PythonFilter(), step=QUICK_SUCCESSION)
    footer = f"\n{say('Waiting for a save. Ctrl-C ends.')}"
    running = WaitingRun(given, footer)
    running.go()
    ready = WaitingRun(given, footer)
    for changed in saved:
        running.stop()
        files = ", ".join(sorted({Path(path).name for _, path in changed}))
        print(f"\n{say('Changed: {files}', files=files)}", flush=True)
        ready.go()
        running, ready = ready, WaitingRun(given, footer)


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    listen(words)
    parser.description = say(
        "Runs the first unfinished TODO each time a file is saved. "
        "It is pytest --next, which is given all other options; Ctrl-C ends it."
    )
    folder = say("the folder to watch (default: {default})", default=IMPL)
    parser.add_argument("--impl", default=IMPL, metavar="PATH", help=folder)
    add_option(parser)
    named, others = parser.parse_known_args(words)
    if note := speak_to_reader(named.lang, usual()):
        print(note)
    if not Path(named.impl).is_dir():
        missing = Path(named.impl).resolve()
        parser.error(say("--impl={named}: there is no folder {folder}", named=named.impl, folder=missing))
    take_any_text()
    others = [*others, f"--lang={language()}"]
    with contextlib.suppress(KeyboardInterrupt):
        watch(named.impl, others)
    return 0
