"""Decides what a command grades: all that has no grade yet, and of the rest, what is to be graded anew."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness.grading.arguments import SEEDS
from harness.grading.intake import Unreadable, submission
from harness.grading.reports.folders import folders
from harness.grading.shards.manifest import REPORT, Manifest, Settings, Task, read_report

EARLIER = "earlier.json"  # the whole grade that a submission had before it was graded anew


@dataclass(frozen=True)
class Asked:
    """What a command asks for. seed: nothing where any will do. version: of the course and of the grader."""

    paths: Sequence[Path]
    out: Path
    todos: tuple[int, ...]
    version: str
    settings: Settings
    seed: int | None = None
    again: str = ""


@dataclass(frozen=True)
class Decided:
    """The manifest, and of its tasks those that the command is about, by their folders.

    to_do: those without a grade. stale: how many keep a grade of files or of a version that are not there any more.
    """

    manifest: Manifest
    tasks: Mapping[str, Task]
    to_do: Mapping[str, Task]
    stale: int


@dataclass(frozen=True)
class _Earlier:
    """A task of an earlier command: whether it has a grade, and whether that has all points."""

    task: Task
    is_done: bool
    is_full: bool

    @classmethod
    def of(cls, task: Task, out: Path) -> _Earlier:
        report = read_report(out / task.folder)
        return cls(task, task.is_done_by(report), report.get("points") == report.get("out_of"))

    def is_named(self, again: str, fresh: Task) -> bool:
        """Whether --again means it."""
        if again == "changed":
            return self.is_stale(fresh)
        return again == "all" or (again == "failed" and not self.is_full)

    def is_stale(self, fresh: Task) -> bool:
        return (self.task.digest, self.task.version) != (fresh.digest, fresh.version)


def decide(asked: Asked) -> Decided:
    """Decide it, and write it down before anything is graded. A run that was broken off goes on, with its own seed."""
    old = Manifest.read(asked.out) or Manifest({}, secrets.randbelow(SEEDS), asked.settings)
    there = {task.path: task for task in old.tasks.values()}
    earlier = {path: _Earlier.of(there[path], asked.out) for path in asked.paths if path in there}
    goes_on = asked.again in ("", old.again) and not all(one.is_done for one in earlier.values())
    new_seed = asked.seed if asked.seed is not None else old.seed if goes_on else secrets.randbelow(SEEDS)
    tasks, to_do, stale = dict[str, Task](), dict[str, Task](), 0
    for path, folder in zip(asked.paths, folders(asked.paths, asked.out, {path: there[path].folder for path in there})):
        fresh = Task(path, folder, _digest(path), asked.version, new_seed, asked.todos)
        known = earlier.get(path)
        if known and known.is_done and not _is_anew(known, fresh, asked, goes_on):
            tasks[folder] = known.task
            stale += known.is_stale(fresh)
            continue
        seed = known.task.seed if known and goes_on and asked.seed is None else new_seed
        tasks[folder] = to_do[folder] = replace(fresh, seed=seed)
    _put_aside(asked.out, earlier.values(), to_do, goes_on)
    again = old.again if goes_on else asked.again
    manifest = Manifest({**old.tasks, **tasks}, new_seed, asked.settings, again)
    manifest.write(asked.out)
    return Decided(manifest, tasks, to_do, stale)


def _is_anew(known: _Earlier, fresh: Task, asked: Asked, goes_on: bool) -> bool:
    """Whether what has a grade is to have another: the command says so, or it says another seed or other TODOs."""
    if known.task.todos != asked.todos or asked.seed not in (None, known.task.seed):
        return True
    return not goes_on and known.is_named(asked.again, fresh)


def _put_aside(out: Path, earlier: Iterable[_Earlier], to_do: Mapping[str, Task], goes_on: bool) -> None:
    """Keep the grade that is to be replaced, and forget those of runs before."""
    for known in earlier:
        folder = out / known.task.folder
        if not goes_on:
            (folder / EARLIER).unlink(missing_ok=True)
        if known.is_done and known.task.folder in to_do:
            os.replace(folder / REPORT, folder / EARLIER)


def _digest(path: Path) -> str:
    """Of a submission; nothing where the disk does not give it, which its grading will tell."""
    try:
        return submission(path).digest
    except Unreadable as error:
        return error.digest
    except OSError:
        return ""
