"""Each file of the answers is written in two other ways at least, and their edits fit."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from harness.check.finding import Finding, line_of
from harness.check.scope import Scope
from harness.check.texts.records import records
from harness.course import course
from harness.proof.alternates import Alternate, read

FEWEST = 2  # of a file


def findings(scope: Scope) -> Iterator[Finding]:
    for file in scope.files:
        path = _path(file)
        for name, record in records(path).items():
            line = line_of(path, rf"^\[{re.escape(name)}\]")
            yield from (Finding(path, line, f"{name}: {what}", remedy) for what, remedy in _faults(file, name, record))
        if (many := len(records(path))) < FEWEST:
            yield Finding(path, 1, f"{file} is written in {many} other ways", f"write {FEWEST} at least")


def sound(scope: Scope) -> list[Alternate]:
    """The alternates that can be tried."""
    return [
        read(file, name, record)
        for file in scope.files
        for name, record in records(_path(file)).items()
        if not any(_faults(file, name, record))
    ]


def place(way: Alternate) -> tuple[Path, int]:
    """The file and the line of its record."""
    path = _path(way.file)
    return path, line_of(path, rf"^\[{re.escape(way.name)}\]")


def _path(file: str) -> Path:
    return course().answers / "alternates" / f"{file}.toml"


def _faults(file: str, name: str, record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    try:
        package = read(file, name, record).over(course().answers).package
        for class_name in (one for one, contract in course().contracts.items() if contract.file == file):
            if not inspect.isclass(package.find_class(class_name)):
                yield f"it makes no class of {class_name}", "mend its edits"
    except KeyError as error:
        yield f"it has no {error}", "an alternate has way, which says how it is written, and edits"
    except ValueError as error:
        yield f"it is no alternate: {error}", "let its edits say what the answer says now, each piece once"
    except Exception as error:
        yield f"it cannot be imported: {error}", "mend its edits"
