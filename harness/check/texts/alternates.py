"""Each file of the answers is written in two other ways at least, and their edits fit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harness.check.finding import Finding
from harness.check.scope import Scope
from harness.check.texts import records
from harness.check.texts.records import Record, is_readable
from harness.course import Todo, course
from harness.proof.right.alternates import Alternate, read

FEWEST = 2  # of a file


def findings(scope: Scope) -> Iterator[Finding]:
    for file in scope.files:
        found = records.of(_path(file))
        yield from (record.finding(*fault) for record in found for fault in _faults(file, record))
        if len(found) < FEWEST and is_readable(_path(file)):
            yield Finding(_path(file), 1, f"{file} is written in {len(found)} other ways", f"write {FEWEST} at least")


def sound(todo: Todo) -> list[Alternate]:
    """The alternates that can be tried."""
    found = [(file, record) for file in todo.files for record in records.of(_path(file))]
    return [read(file, record.name, record.fields) for file, record in found if not any(_faults(file, record))]


def place(way: Alternate) -> tuple[Path, int]:
    """The file and the line of its record."""
    return records.place(_path(way.file), way.name)


def _path(file: str) -> Path:
    return course().answers / "alternates" / f"{file}.toml"


def _faults(file: str, record: Record) -> Iterator[tuple[str, str]]:
    try:
        package = read(file, record.name, record.fields).over(course().answers).package
        for class_name in (one for one, contract in course().contracts.items() if contract.file == file):
            package.find_class(class_name)
    except KeyError as error:
        yield f"it has no {error}", "an alternate has way, which says how it is written, and edits"
    except ValueError as error:
        yield f"it is no alternate: {error}", "let its edits say what the answer says now, each piece once"
    except Exception as error:
        yield f"it cannot be imported: {error}", "mend its edits"
