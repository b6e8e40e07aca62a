"""One command from its decision to its table: grades all that has no grade yet, and says what is left."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from harness.course import course
from harness.grading.reports.folders import TABLE, replace_files, sweep
from harness.grading.reports.gradebook import tabulate
from harness.grading.reports.sanitized import line, text
from harness.grading.reports.upload import upload
from harness.grading.run import NoRoom, has_no_room
from harness.grading.shards.coordinate import Coordinator
from harness.grading.shards.decide import Asked, Decided, decide
from harness.grading.shards.differences import NAME as DIFFERENCES
from harness.grading.shards.differences import differences
from harness.grading.shards.engine import Engine, Lost, Place
from harness.grading.shards.local import Local
from harness.grading.shards.manifest import Settings, Task
from harness.grading.shards.progress import Display, Tally
from harness.grading.shards.shard import FAILED, GRADED
from harness.grading.shards.sources import version
from harness.grading.terminal import complain, say
from harness.language.speech import language
from harness.tell.board import so_far
from harness.tell.results import Claim, Results

STOPPED = 130  # an exit status, as those of a shard are
MOST_SHOWN = 20  # differences; a file has all of them


def grade_cohort(asked: argparse.Namespace) -> int:
    """The exit status."""
    out: Path = asked.out
    todos = tuple(todo.number for todo in course().todos if not asked.todos or todo.number in asked.todos)
    given = [str(path.resolve()) if path else None for path in (asked.policy, asked.roster, asked.times)]
    replays = len(asked.paths) > 1
    settings = Settings(asked.isolation, tuple(asked.without), asked.jobs, replays, language(), *given)
    of_these = version(*(path for path in settings.files if path))
    decided = decide(Asked(asked.paths, out, todos, of_these, settings, asked.seed, asked.again))
    _say_what_is_there(decided)
    sweep(out / folder for folder in ("", *decided.to_do))
    return _Run(decided, Place(out, secrets.token_hex(8), settings), asked).grade()


class _Run:
    """What one command does with what is decided."""

    def __init__(self, decided: Decided, place: Place, asked: argparse.Namespace) -> None:
        self.decided, self.place = decided, place
        self.boards, self.encoding = asked.boards, "utf-8-sig" if asked.excel else "utf-8"
        self.form, self.roster = asked.format, asked.terms.roster
        self.is_of_one = len(decided.tasks) == 1
        self.tally = Tally(len(decided.tasks), len(decided.tasks) - len(decided.to_do))
        self.display = Display(place.out, place.number, self.tally, quiet=self.is_of_one)
        self.engine = _engine(place, asked.on)
        self.coordinator = Coordinator(tuple(decided.to_do.values()), place, self.engine, self._done, self._told)
        self.warned = set[str]()

    def grade(self) -> int:
        """The exit status."""
        status = FAILED
        try:
            self.coordinator.run(self._each)
            status = FAILED if self.coordinator.without else GRADED
            replace(self.decided.manifest, again="").write(self.place.out)
        except KeyboardInterrupt:
            status = STOPPED
        except Lost as error:
            self.display.say(f"Nothing more can be graded: {error.args[0].strip()}", complains=True)
        except (NoRoom, OSError) as error:
            if not has_no_room(error):
                raise
            self.display.say("There is no room for reports: make some.", complains=True)
        finally:
            self.engine.close()
            self.display.close()
        return self._conclude(status)

    def _conclude(self, status: int) -> int:
        """Make the table, show what has another grade than before, and say who has none and how to go on."""
        out, tally = self.place.out, self.tally
        try:
            self.display.write("stopped" if tally.done + tally.failed < tally.total else "finished")
            tabulate(out, self.encoding)
            if self.form:
                upload(out, self.form, self.roster, course().title)
            _show_differences(tuple(self.decided.tasks.values()), out)
        except OSError as error:
            complain(f"The table cannot be written: {error.strerror}. The reports of each submission are there.")
            status = status or FAILED
        if not self.is_of_one:
            say(f"{tally.done} of {tally.total} submissions are graded: {out / TABLE}")
        if without := [line(_name(task)) for task in self.coordinator.without]:
            complain(f"The grader failed. There is no grade for {', '.join(without)}.")
        if tally.done + tally.failed < tally.total:
            complain("Stopped. To go on, give the same command again.")
        return status

    def _each(self) -> None:
        self.tally.failed = len(self.coordinator.without)
        self.display.show()

    def _done(self, task: Task, report: Mapping[str, Any]) -> None:
        self.tally.done += 1
        if self.boards or self.is_of_one:
            problem = f": {report['problem']}" if report["problem"] else ""
            self.display.say(f"{report['submission']}: {report['points']} of {report['out_of']} points{problem}")
        if self.boards and not report["problem"]:
            self.display.say(_board(task, report))

    def _told(self, said: str) -> None:
        """A warning that each shard gives is shown once."""
        if said and said not in self.warned:
            self.warned = {*islice(self.warned, MOST_SHOWN), said}
            self.display.say(text(said).rstrip(), complains=True)


def _engine(place: Place, address: str) -> Engine:
    if not address:
        return Local(place)
    from harness.grading.shards.cluster import Dask  # it is not always installed

    return Dask(place, address)


def _say_what_is_there(decided: Decided) -> None:
    all_of_them, left = len(decided.tasks), len(decided.to_do)
    if not left:
        say("All of them are graded. To grade them anew, add --again all.")
    elif left < all_of_them:
        say(f"{all_of_them - left} of {all_of_them} are graded already.")
    if decided.stale:
        say(f"Changed since, or graded by another version: {decided.stale}. To grade these anew, add --again changed.")


def _show_differences(tasks: Sequence[Task], out: Path) -> None:
    found = list(differences(tasks, out))
    if found:
        replace_files(out, {DIFFERENCES: "\n".join(found) + "\n"}, mode=0o600)
        for one in found[:MOST_SHOWN]:
            say(one)
        say(f"Other grades than before: {len(found)}. All are in {out / DIFFERENCES}")


def _board(task: Task, report: Mapping[str, Any]) -> str:
    claims = [Claim.read(claim) for todo in report["todos"] for claim in todo["claims"]]
    rungs = tuple(rung for rung in Results.of(claims).rungs if rung.todo.number in task.todos)
    return so_far(Results(rungs), in_colour=False)


def _name(task: Task) -> str:
    return task.path.name or str(task.path)
