"""The hints: for each open method and each claim, three steps that lead to the line to write."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from harness.course import course

EVERY_CLASS = "every_class"  # the file of hints that fit more than one


@dataclass(frozen=True)
class Hint:
    """What a teacher would say, one step after another: the concept, the place, nearly the line.

    about: patterns of methods ("LayerVer1.forward") and of claims ("test_layer_ver_1_*").
    """

    name: str
    about: tuple[str, ...]
    steps: tuple[str, ...]

    def fits(self, topic: str) -> bool:
        """Whether it is about this method or claim."""
        return any(fnmatchcase(topic, pattern) for pattern in self.about)


def hints() -> tuple[Hint, ...]:
    """All hints of the course, one TOML file a file of its classes; those for every class come first."""
    return _hints_in(course().home / "hints")


@cache
def _hints_in(folder: Path) -> tuple[Hint, ...]:
    return tuple(
        Hint(name, tuple(record["about"]), tuple(record["steps"]))
        for path in (folder / f"{file}.toml" for file in (EVERY_CLASS, *course().files))
        if path.is_file()
        for name, record in tomllib.loads(path.read_text(encoding="utf-8")).items()
    )


def hint_for(topic: str) -> Hint | None:
    """The hint about a method or a claim, if there is one."""
    exact = (hint for hint in hints() if topic in hint.about)
    return next(exact, None) or next((hint for hint in hints() if hint.fits(topic)), None)
