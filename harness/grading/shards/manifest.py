"""What is to be graded, kept beside the reports: it says which of these must be there, and for what."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from harness.grading.grade import Level
from harness.grading.reports.folders import replace_files
from harness.language.speech import ENGLISH

NAME = "manifest.json"
REPORT = "staff.json"


@dataclass(frozen=True)
class Task:
    """One submission, and what its grade is to be of.

    folder: of its reports, in the folder of all. digest: of what the submission holds. version: of the course and of
    the grader.
    """

    path: Path
    folder: str
    digest: str
    version: str
    seed: int
    todos: tuple[int, ...]

    def is_done_by(self, report: Mapping[str, Any]) -> bool:
        """Whether a report tells a whole grade, and just the one that is asked for."""
        return bool(report.get("complete")) and self == Task(
            self.path,
            self.folder,
            report.get("digest", ""),
            report.get("version", ""),
            report.get("seed", -1),
            tuple(todo["number"] for todo in report.get("todos", ())),
        )


@dataclass(frozen=True)
class Settings:
    """How each shard is to grade. jobs: processes side by side. replays: the draws are made once for several. language:
    of the reports. policy, roster, times: the files that decide a grade beside the code."""

    isolation: Level | None = None
    without: tuple[str, ...] = ()
    jobs: int = 1
    replays: bool = False
    language: str = ENGLISH
    policy: str | None = None
    roster: str | None = None
    times: str | None = None

    @property
    def files(self) -> tuple[Path | None, ...]:
        return tuple(Path(name) if name else None for name in (self.policy, self.roster, self.times))


@dataclass(frozen=True)
class Manifest:
    """Every submission that has a folder of reports, by this folder's name.

    seed: of the run that was begun last. again: what that grades anew; empty once it has ended.
    """

    tasks: Mapping[str, Task]
    seed: int
    settings: Settings
    again: str = ""

    @classmethod
    def read(cls, out: Path) -> Manifest | None:
        """That of a folder; nothing where none was begun there."""
        try:
            known = json.loads((out / NAME).read_bytes())
        except FileNotFoundError:
            return None
        settings = Settings(**known["settings"] | {"without": tuple(known["settings"]["without"])})
        return cls({task["folder"]: _task(task) for task in known["tasks"]}, known["seed"], settings, known["again"])

    def write(self, out: Path) -> None:
        """It holds the seeds, so nobody else may read it."""
        tasks = [asdict(task) | {"path": str(task.path)} for task in self.tasks.values()]
        content = {"seed": self.seed, "again": self.again, "settings": asdict(self.settings), "tasks": tasks}
        replace_files(out, {NAME: json.dumps(content, indent=0)}, mode=0o600, durable=True)


def _task(fields: Mapping[str, Any]) -> Task:
    return Task(**{**fields, "path": Path(fields["path"]), "todos": tuple(fields["todos"])})


def read_report(folder: Path, name: str = REPORT) -> Mapping[str, Any]:
    """The whole grade in a folder of reports; nothing where there is none that can be read."""
    try:
        found = json.loads((folder / name).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def stamp(folder: Path) -> int:
    """Another number each time that the reports in a folder were written; 0 before the first."""
    try:
        with (folder / REPORT).open("rb") as file:  # a network drive asks its server anew when a file is opened
            return os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return 0
