"""Mistakes that were seen in public code, written anew as files of a student."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.course import Todo, course
from harness.judge.edits import Edit, edited
from harness.load.files import Files
from harness.run.in_process import InProcess

FOLDER = Path(__file__).parent
STEPS = (
    *("projection", "scores", "scale", "mask", "softmax", "weighting", "merge", "output", "embedding", "positions"),
    *("residual", "norm", "dropout", "loss", "sampling", "state", "construction", "cost", "other"),
)


@dataclass(frozen=True)
class Sighting:
    """One mistake in one class.

    source: where it was seen; where the code there is of another kind, brackets say what the two share. truth: what is
    wrong, in a sentence. step: the part of the computation that is off. whole: the student's file; else the edits say
    how it differs from the answer.
    """

    name: str
    class_name: str
    source: str
    truth: str
    step: str
    whole: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def file(self) -> str:
        return course().contracts[self.class_name].file

    @property
    def title(self) -> str:
        return f"{self.file}.{self.name}"

    @property
    def todo(self) -> Todo:
        return course().todo_of_class(self.class_name)

    def text(self, answer: str) -> str:
        """What the student handed in. Raises EditError where the answer no longer says what is edited."""
        return self.whole or edited(answer, self.edits)

    def over(self, answers: Path, files: Files) -> InProcess:
        """The answers, but for the student's file."""
        return InProcess(answers, files=files.changed({self.file: self.text(files.sources[self.file])}))


def sightings(folder: Path = FOLDER) -> tuple[Sighting, ...]:
    """Those of a folder, one TOML file a class, in the course's order."""
    return tuple(
        read(class_name, name, record)
        for class_name, contract in course().contracts.items()
        for name, record in _records(folder / f"{contract.file}.toml")
    )


def read(class_name: str, name: str, record: Mapping[str, Any]) -> Sighting:
    """A record of a file. Raises ValueError where it names no step, and holds not exactly one of file and edits."""
    if record["step"] not in STEPS or ("file" in record) == ("edits" in record):
        raise ValueError(f"{class_name}, {name}: one of {', '.join(STEPS)} is its step, and it holds a file or edits")
    edits = tuple((old, new) for old, new in record.get("edits", ()))
    whole = record.get("file", "")
    return Sighting(name, class_name, record["source"], record["truth"], record["step"], whole, edits)


def _records(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if path.is_file():
        yield from tomllib.loads(path.read_text(encoding="utf-8")).items()
