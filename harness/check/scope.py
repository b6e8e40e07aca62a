"""Which part of the course is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.course import Todo, course


@dataclass(frozen=True)
class Scope:
    """Some TODOs of the course. whole: they are all that there are."""

    todos: tuple[Todo, ...]
    whole: bool

    @classmethod
    def of(cls, number: int | None = None) -> Scope:
        """One TODO, or all. Raises LookupError."""
        return cls(course().todos, True) if number is None else cls((course().todo(number),), False)

    @property
    def files(self) -> tuple[str, ...]:
        """The files of their classes, without .py."""
        return tuple(dict.fromkeys(file for todo in self.todos for file in todo.files))

    @property
    def claims(self) -> Iterator[Topic]:
        """The claims of these TODOs, by their names alone."""
        for todo in self.todos:
            if (path := tests_of(todo)).is_file():
                for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE):
                    yield Topic(name, path, rf"^def {name}\b")


@dataclass(frozen=True)
class Topic:
    """A claim or an open method, and a pattern of the line on which it stands."""

    name: str
    file: Path
    pattern: str


def tests_of(todo: Todo) -> Path:
    """The file of a TODO's claims."""
    return course().root / "tests" / f"test_{todo.number}.py"


def ladder() -> Path:
    """The file of the rows of the TODOs, so far as the course has one of that name."""
    return course().home / "ladder.py"


def interface() -> Path:
    """The file of the contracts, so far as the course has one of that name."""
    return course().home / "interface.py"
