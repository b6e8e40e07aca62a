"""Which stand-ins a worker needs: they are sent to it, and all others it never has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from harness.load.imports import relative_imports
from spec import stand_ins

FOLDER = Path(stand_ins.__file__).parent
PREFIX = "stand_ins."


@cache
def stand_ins_for(names: Sequence[str], replaced: Sequence[str]) -> Mapping[str, str]:
    """The text of each file that a case of these classes needs, with stand-ins in place of those that are replaced."""
    asked = (*(name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)), *replaced)
    files, found = [stand_ins.file(name) for name in asked], dict[str, str]()
    while files:
        file = files.pop()
        if file not in found:
            found[file] = (FOLDER / f"{file}.py").read_text(encoding="utf-8")
            files += [module for module, _ in relative_imports(found[file])]
    return found
