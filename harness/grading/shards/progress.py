"""How far a run is: a bar in a terminal, a line a minute elsewhere, and status.json."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from harness.grading.shards import status
from harness.grading.terminal import complain, say

A_MINUTE = 60.0
STATUS_SECONDS = 2.0

State = Literal["running", "finished", "stopped"]


@dataclass
class Tally:
    """How many of all submissions have a grade by now, and over how many the grader has failed."""

    total: int
    done: int
    failed: int = 0
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.before = self.done

    @property
    def rate(self) -> float:
        """Submissions that are graded a minute."""
        return (self.done - self.before) * 60 / max(time.monotonic() - self.started, 1e-3)

    @property
    def seconds_left(self) -> int | None:
        left = self.total - self.done - self.failed
        return round(left * 60 / self.rate) if self.rate else None if left else 0

    @property
    def words(self) -> str:
        left = "" if self.seconds_left is None else f", {timedelta(seconds=self.seconds_left)} left"
        failed = f", {self.failed} without a grade" if self.failed else ""
        return f"{self.done} of {self.total} are graded{failed}, {self.rate:.1f} a minute{left}"


class Display:
    """Shows a tally again and again, and lets other words through. quiet: nothing is shown of it."""

    def __init__(self, out: Path, number: str, tally: Tally, quiet: bool) -> None:
        self._out, self._number, self._tally = out, number, tally
        self._bar = None if quiet or not _is_terminal() else _bar(tally)
        self._quiet = quiet
        self._next_line = self._next_status = time.monotonic()
        self._next_line += A_MINUTE
        self.write("running")

    def show(self) -> None:
        now = time.monotonic()
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=self._tally.done, words=_beside(self._tally))
            self._bar.refresh()
        elif now >= self._next_line and not self._quiet:
            self._next_line = now + A_MINUTE
            say(self._tally.words)
        if now >= self._next_status:
            self.write("running")

    def write(self, state: State) -> None:
        """status.json. Once a run has ended, no shard of it is wanted any longer, so its number is not there."""
        tally = self._tally
        self._next_status = time.monotonic() + STATUS_SECONDS
        status.write(
            self._out,
            {
                "run": self._number if state == "running" else "",
                "state": state,
                "total": tally.total,
                "done": tally.done,
                "failed": tally.failed,
                "a_minute": round(tally.rate, 2),
                "seconds_left": tally.seconds_left,
                "written": datetime.now(UTC).isoformat(timespec="seconds"),
            },
        )

    def say(self, text: str, complains: bool = False) -> None:
        """Above the bar, where there is one."""
        if self._bar is not None:
            self._bar.stop()
        (complain if complains else say)(text)
        if self._bar is not None:
            self._bar.start()

    def close(self) -> None:
        if self._bar is not None:
            self.show()
            self._bar.stop()


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _bar(tally: Tally) -> Progress:
    """It is drawn by the thread that counts: another one must not live where processes are forked."""
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[words]}"))
    bar = Progress(*columns, console=Console(file=sys.stdout), auto_refresh=False)
    bar.add_task("", total=tally.total, completed=tally.done, words=_beside(tally))
    bar.start()
    return bar


def _beside(tally: Tally) -> str:
    return tally.words.partition(" are graded")[2].removeprefix(", ")
