"""Hostile and broken submissions: the answers, with some files replaced."""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from harness.course import course
from harness.judge.edits import EditError, edited

Gain = Literal["wins", "harms", "crashes", "nothing"]
FIELDS = {"tries", "todos", "earns", "flagged", "in_process", "first", "forward", "files", "edits"}

DISARMED = """\
import builtins, sys
__builtins__["__import__"] = builtins.__import__
frame = sys._getframe()
while frame:
    if "confined" in frame.f_globals:
        frame.f_globals["confined"].__wrapped__.__globals__["FORBIDDEN"] = {}
    frame = frame.f_back

"""  # what harness.load.importing and harness.limits.permissions forbid is advice, and lifted by whoever knows them


class BadAttack(ValueError):
    """A record that is no submission."""


@dataclass(frozen=True)
class Attack:
    """One submission.

    tries: what its author hopes for. files: what it hands in besides or instead of the answers. todos: the TODOs to
    grade, and earns: those of them that its honest part earns. flagged: those that it earns by hiding work from the
    count, of which the staff are told. in_process: what it gets where pytest imports it; it
    wins points that are not its own, harms what lies around, crashes the run, or gets nothing. None: not tried there.
    """

    name: str
    theme: str
    tries: str
    files: Mapping[str, str]
    todos: tuple[int, ...]
    earns: tuple[int, ...]
    flagged: tuple[int, ...]
    in_process: Gain | None

    def write(self, answers: Path, folder: Path) -> Path:
        """The submission as a folder. Each file that it changes begins by lifting what is advice, and no wall."""
        folder.mkdir(parents=True)
        for file in sorted(course().files):
            (folder / f"{file}.py").write_text((answers / f"{file}.py").read_text(encoding="utf-8"), encoding="utf-8")
        for name, text in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(DISARMED + text if name.endswith(".py") else text, encoding="utf-8")
        return folder


def attacks(folder: Path, answers: Path) -> tuple[Attack, ...]:
    """Those of a folder, one TOML file a theme, beside wrong.toml. Raises BadAttack with the record at fault."""
    wrong = Wrong.read(folder.parent / "wrong.toml")
    return tuple(attack for path in sorted(folder.glob("*.toml")) for attack in _attacks_of(path, answers, wrong))


def _attacks_of(path: Path, answers: Path, wrong: Wrong) -> Iterator[Attack]:
    try:
        records = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadAttack(f"{path.name}: {error}") from error
    for name, record in records.items():
        try:
            yield _attack(name, path.stem, record, answers, wrong)
        except (KeyError, TypeError, ValueError, EditError) as error:
            raise BadAttack(f"{path.name}, {name}: {error}") from error


def _attack(name: str, theme: str, record: Mapping[str, Any], answers: Path, wrong: Wrong) -> Attack:
    if unknown := record.keys() - FIELDS:
        raise ValueError(f"there is no field {', '.join(sorted(unknown))}; there are {', '.join(sorted(FIELDS))}")
    gain = record.get("in_process")
    if gain not in (None, *get_args(Gain)):
        raise ValueError(f"in_process is {gain!r}, expected one of {', '.join(get_args(Gain))}")
    todos, edits = tuple(record.get("todos", (wrong.todo,))), record.get("edits", {})
    files = {
        f"{file}.py": edited((answers / f"{file}.py").read_text(encoding="utf-8"), pairs)
        for file, pairs in edits.items()
    }
    files |= {file: text.lstrip("\n") for file, text in record.get("files", {}).items()}
    if todos == (wrong.todo,) and f"{wrong.file}.py" not in files:
        files[f"{wrong.file}.py"] = wrong.filled(record.get("first", ""), record.get("forward", "return x"))
    earns, flagged = tuple(record.get("earns", ())), tuple(record.get("flagged", ()))
    return Attack(name, theme, record["tries"], files, todos, earns, flagged, gain)


@dataclass(frozen=True)
class Wrong:
    """A file that is wrong whatever it computes: an attack fills in what runs at its import, and in its forward."""

    file: str
    text: str

    @classmethod
    def read(cls, path: Path) -> Wrong:
        return cls(**tomllib.loads(path.read_text(encoding="utf-8")))

    @property
    def todo(self) -> int:
        """The TODO that asks for it."""
        todo = course().todo_of_file(self.file)
        assert todo is not None
        return todo.number

    def filled(self, first: str = "", forward: str = "return x") -> str:
        return self.text.format(first=first.strip("\n"), forward=textwrap.indent(forward.strip("\n"), " " * 8))
