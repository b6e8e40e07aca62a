"""Who handed in: students by the rows of a CSV, found by what their submissions are called."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

NAMES = ("name", "student", "full name", "student name")
IDS = ("id", "student id", "sid", "identifier", "sis user id")
OTHERS = ("sis login id", "login", "username", "email", "email address", "github", "github_username", "github username")
PARTICIPANT = "participant "  # before the number in Moodle's worksheets


class BadRoster(ValueError):
    """A file that holds no students, and why."""


@dataclass(frozen=True)
class Student:
    """row: as the roster has it, by its columns."""

    name: str = ""
    id: str = ""
    row: Mapping[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> Iterator[str]:
        """All names of a submission by which its author is known."""
        for column, cell in self.row.items():
            if column.casefold() in (*NAMES, *IDS, *OTHERS) and cell:
                yield key(cell)
                if "@" in cell:
                    yield key(cell.partition("@")[0])
        yield from filter(None, (key(self.name), key(self.id)))


@dataclass(frozen=True)
class Roster:
    """The students of a file, in its order, and its columns."""

    students: tuple[Student, ...] = ()
    columns: tuple[str, ...] = ()

    def find(self, names: Sequence[str]) -> Student | None:
        """The one whom the first of these names means that means anybody."""
        return next((found for name in names if (found := self._by_key.get(key(name)))), None)

    @cached_property
    def _by_key(self) -> Mapping[str, Student | None]:
        """Nobody for what several have in common."""
        found: dict[str, Student | None] = {}
        for student in self.students:
            for each in set(student.keys):
                found[each] = None if each in found else student
        return found


def key(text: str) -> str:
    """The same for each way to write a name."""
    return " ".join(text.casefold().split()).removeprefix(PARTICIPANT)


def roster(path: Path) -> Roster:
    """That of a file: a table of its own, an export of Canvas' gradebook, or Moodle's grading worksheet.

    Raises BadRoster.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            columns = tuple(rows.fieldnames or ())
            students = tuple(filter(None, (_student(row) for row in rows)))
    except OSError as error:
        raise BadRoster(f"{path}: {error.strerror}") from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise BadRoster(f"{path} is no CSV in UTF-8: {error}") from None
    known = {column.casefold().strip() for column in columns}
    if not known & {*NAMES, *IDS, *OTHERS, "last name"}:
        raise BadRoster(f"{path} has no column that names a student, such as name, id or email")
    return Roster(students, columns)


def _student(raw: Mapping[str | None, str | list[str] | None]) -> Student | None:
    row = {column.strip(): cell.strip() for column, cell in raw.items() if column and isinstance(cell, str)}
    plain = {column.casefold(): cell for column, cell in row.items()}
    full = f"{plain.get('first name', '')} {plain.get('last name', '')}".strip()
    name = next((plain[column] for column in NAMES if plain.get(column)), full)
    if name == "Points Possible" or not any(row.values()):
        return None  # Canvas has such a row
    return Student(name, next((plain[column] for column in IDS if plain.get(column)), ""), row)
