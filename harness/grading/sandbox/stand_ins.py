"""Which stand-ins a worker needs: they are sent to it, and all others it never has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from harness.case import Build
from harness.course import course
from harness.load.imports import relative_imports
from harness.load.stand_ins import file_of


def stand_ins_for(parts: Sequence[Build], replaced: Sequence[str]) -> Mapping[str, str]:
    """The text of each file that a case of these parts needs, with stand-ins in place of those that are replaced."""
    names = (*(part.name for part in parts if part.stand_in), *replaced)
    return _texts(course().home / "stand_ins", frozenset(map(file_of, names)))


@cache
def _texts(folder: Path, names: frozenset[str]) -> Mapping[str, str]:
    files, found = sorted(names), dict[str, str]()
    while files:
        file = files.pop()
        if file not in found:
            found[file] = (folder / f"{file}.py").read_text(encoding="utf-8")
            files += [module for module, _ in relative_imports(found[file])]
    return found
