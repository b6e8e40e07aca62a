"""The TOML files of a TODO: slips, alternates and hints, one file a file of its classes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.check.finding import Finding, line_of
from harness.check.scope import Scope
from harness.course import course

KINDS = {"slips": "at least one slip for each claim", "alternates": "two right answers, written in other ways"}


def findings(scope: Scope) -> Iterator[Finding]:
    """Files that are missing, and those of the whole course that are no TOML: one of them stops all."""
    for file in scope.files:
        for path, wanted in _wanted(file):
            if not path.is_file():
                yield Finding(path, 1, "the file is missing", f"write {wanted}")
    for folder in (*(course().answers / kind for kind in KINDS), course().home / "hints"):
        for path in sorted(folder.glob("*.toml")):
            yield from _faults(path)


@dataclass(frozen=True)
class Record:
    """A table of a file, by its name."""

    path: Path
    name: str
    fields: Mapping[str, Any]

    def finding(self, what: str, remedy: str) -> Finding:
        return Finding(*place(self.path, self.name), f"{self.name}: {what}", remedy)


def place(path: Path, name: str) -> tuple[Path, int]:
    """The file and the line of a record."""
    return path, line_of(path, rf"^\[{re.escape(name)}\]")


def of(path: Path) -> list[Record]:
    """Those of a file; none where it is missing or broken, which is a finding of its own."""
    read = tomllib.loads(path.read_text(encoding="utf-8")) if is_readable(path) else {}
    return [Record(path, name, fields) for name, fields in read.items() if isinstance(fields, Mapping)]


def is_readable(path: Path) -> bool:
    """Whether a file is there, and is TOML."""
    try:
        tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return False
    return True


def _wanted(file: str) -> Iterator[tuple[Path, str]]:
    for kind, wanted in KINDS.items():
        yield course().answers / kind / f"{file}.toml", wanted
    yield course().home / "hints" / f"{file}.toml", "a hint for each claim and each open method"


def _faults(path: Path) -> Iterator[Finding]:
    text = path.read_text(encoding="utf-8")
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = re.search(r"at line (\d+)", str(error))
        line = int(said[1]) if said else len(text.splitlines()) or 1
        yield Finding(path, line, f"it is no TOML: {error}", "mend it; until then none of its records is looked at")
        return
    for name, value in read.items():
        if not isinstance(value, dict):
            yield Finding(path, 1, f"{name} stands in no record", "put it under a [name] of its own")
