"""Proves that no grade is lost or doubled, whatever is killed while a cohort is graded."""

from __future__ import annotations

import argparse
import resource
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from harness.proof.cohort.trial import NotProven, Trial
from harness.proof.timed import timed

ROOM = 256  # KiB for each submission: four times what its reports take


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("submissions", type=int, nargs="?", default=1000, help="how many (default: 1000)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder for all of it")
    parser.add_argument("--workers", type=int, default=4, help="of a cluster on this machine; 0: none (default: 4)")
    parser.add_argument("--todo", dest="todos", action="append", type=int, default=[], help="this one alone")
    parser.add_argument("--small-disk", action="store_true", help="fill the disk once; it is mounted, which needs root")
    return timed(parser, words, _prove)


def _prove(asked: argparse.Namespace) -> int:
    if asked.out.exists():
        raise NotProven(f"{asked.out} is there already: give --out a folder that is not")
    trial = Trial(asked.out.absolute(), asked.submissions, asked.workers, asked.todos, asked.small_disk)
    with _disk(trial):
        wrong = trial.run()
    for one in wrong:
        print(one)
    for disaster, times in sorted(trial.done.items()):
        print(f"{disaster}: {times}")
    ended = ", ".join(map(str, trial.driver.statuses))
    print(f"the driver was begun {trial.driver.begun} times, ended with {ended}, and needed {trial.driver.peak} KiB")
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{spent.ru_utime + spent.ru_stime:.0f} CPU s, without the sandbox's")
    print(f"{asked.submissions - len(wrong)} of {asked.submissions} submissions have their one grade")
    return 1 if wrong else 0


@contextmanager
def _disk(trial: Trial) -> Iterator[None]:
    """A disk of its own for the reports, so that it can be filled."""
    trial.out.mkdir(parents=True)
    if not trial.small_disk:
        yield
        return
    size = f"size={trial.many * ROOM}k"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", str(trial.out)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(trial.out)], check=True)
