"""Unusual right answers: the answer, written another way. None may fail anything."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.course import course
from harness.judge.edits import Edit, edited
from harness.load.files import files_of
from harness.run.in_process import InProcess


@dataclass(frozen=True)
class Alternate:
    """An answer to one file, and how it is written. needs: files of which it takes more than the interface promises."""

    name: str
    file: str
    way: str
    edits: tuple[Edit, ...]
    needs: tuple[str, ...] = ()

    def source(self, answers: Path) -> str:
        """Its text. Raises EditError where the answer no longer says what is edited."""
        return edited((answers / f"{self.file}.py").read_text(encoding="utf-8"), self.edits)

    def over(self, answers: Path) -> InProcess:
        """The answers with this file in them. Raises EditError."""
        return InProcess(answers, files=files_of(answers).changed({self.file: self.source(answers)}))


def alternates(folder: Path) -> tuple[Alternate, ...]:
    """Those of a folder, one TOML file for each file of the interface."""
    files = [file for file in course().files if (folder / f"{file}.toml").is_file()]
    return tuple(
        read(file, name, record)
        for file in files
        for name, record in tomllib.loads((folder / f"{file}.toml").read_text(encoding="utf-8")).items()
    )


def read(file: str, name: str, record: Mapping[str, Any]) -> Alternate:
    """A record of a file. Raises KeyError or ValueError where it is no alternate."""
    edits = tuple((old, new) for old, new in record["edits"])
    return Alternate(name, file, record["way"], edits, tuple(record.get("needs", ())))
