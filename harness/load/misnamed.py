"""Where a class may be that is not found under its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from harness.course import course

CLASS = re.compile(r"^class (\w{1,80})\b", re.MULTILINE)
ALIKE_FILES = 0.75  # layerv4 is as near to layer_v4 as 0.93, LayerVer4 as 0.82
ALIKE = 0.6  # difflib's ratio: LayerVersion4 is as near to LayerVer4 as 0.8, Layer as 0.7


def with_the_nearest(missing: str, name: str, file: str, sources: Mapping[str, str]) -> str:
    """The sentence that says what is missing, and where there is a class that resembles it, if there is one.

    file: where it is looked for, without .py. sources: the text of each file.
    """
    found = [*_misplaced(name, file, sources), *_misnamed(name, sources.get(file, ""))]
    return f"{missing}, but {found[0]}" if found else missing


def nearest(file: str, sources: Mapping[str, str]) -> str | None:
    """The file, without .py, that is called nearly so."""
    return next(iter(get_close_matches(file.casefold(), sources, 1, ALIKE_FILES)), None)


def _misplaced(name: str, file: str, sources: Mapping[str, str]) -> Iterator[str]:
    for other, text in sources.items():
        if other != file and (line := _classes(text).get(name)):
            yield f"there is one in {other}.py, line {line}: move it to {file}.py"


def _misnamed(name: str, text: str) -> Iterator[str]:
    """The only class of the file, or else that of the most similar name which is none of the course's."""
    lines = _classes(text)
    others = [own for own in lines if own not in course().contracts]
    for own in lines if len(lines) == 1 else get_close_matches(name, others, 1, ALIKE):
        yield f"there is a class {own} in line {lines[own]}: rename it to {name}"


def _classes(text: str) -> dict[str, int]:
    return {found[1]: text.count("\n", 0, found.start()) + 1 for found in CLASS.finditer(text)}
