"""A remedy as a record, and all that there are: those of the course, then those for Python and torch."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from harness.case import Error
from harness.course import course
from harness.language.template import filled

HERE = Path(__file__).parent
THEMES = (  # files; of two remedies that fit as well, the one that stands first is told
    *("syntax", "imports", "names", "modules", "calls", "shapes"),
    *("dtypes", "values", "autograd", "machine", "otherwise"),
)
OF_THE_COURSE = "remedies.toml"
CLAIM = "claim"  # the stage of an answer that came, and that no claim can use

Names: TypeAlias = Mapping[str, Mapping[str, str]]  # of each kind, each with what is told of it


@dataclass(frozen=True)
class Remedy:
    """An error, described by as many of these as it takes, and what to do about it.

    kind: of its exception's class, or of a base. stage: where it stopped. message, code: patterns of its message and of
    the line that raised it; the second may name {groups} of the first. among: the kind of names to which the `name` in
    the message belongs. own: the student's own statement raised it. script: it holds for a line that runs when its file
    is imported. sizes: those of the case help. advice: what to do; it names {groups}, and as {known} what is told of
    the name.
    """

    name: str
    advice: str
    kind: str = ""
    stage: str = ""
    message: str = ""
    code: str = ""
    among: str = ""
    own: bool = False
    script: bool = False
    sizes: bool = False

    @property
    def conditions(self) -> int:
        """How much it asks of an error."""
        return sum(map(bool, (self.kind, self.stage, self.message, self.code, self.among)))

    def found(self, error: Error, names: Callable[[str], Names]) -> dict[str, str] | None:
        """What the patterns find in an error, by group; None where it is another error."""
        line = error.frames[-1].code.partition(" #")[0] if error.frames else ""
        message = re.search(self.message, error.message) if self._is_kind(error) else None
        code = re.search(filled(self.code, message.groupdict()), line) if message else None
        if message is None or code is None:
            return None
        groups = {name: text for found in (message, code) for name, text in found.groupdict().items() if text}
        if not self.among:
            return groups
        known = names(groups.get("owner", ""))[self.among].get(groups.get("name", ""))
        return None if known is None else groups | {"known": known}

    def _is_kind(self, error: Error) -> bool:
        stages = (CLAIM,) if error.stage == CLAIM else ("", error.stage)
        return self.stage in stages and self.kind in ("", *error.kinds) and self.own == error.raised


def remedies() -> tuple[Remedy, ...]:
    """All of them; the course's come first."""
    return *_in(course().home / OF_THE_COURSE), *(remedy for theme in THEMES for remedy in _in(HERE / f"{theme}.toml"))


@cache
def _in(path: Path) -> tuple[Remedy, ...]:
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return tuple(Remedy(name, **record) for name, record in tomllib.loads(text).items())
