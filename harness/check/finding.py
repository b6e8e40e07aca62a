"""Something that is missing or wrong."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

LONGEST = 220  # characters of what it is


@dataclass(frozen=True)
class Finding:
    """Where it is, what it is, and the remedy. A file that is missing has line 1."""

    file: Path
    line: int
    what: str
    remedy: str

    def told(self, root: Path) -> str:
        """Two lines; the path as it is seen from a folder."""
        file = self.file.relative_to(root) if self.file.is_relative_to(root) else self.file
        return f"{file}:{self.line}: {textwrap.shorten(self.what, LONGEST, placeholder=' ...')}\n    {self.remedy}"


def line_of(path: Path, pattern: str) -> int:
    """The first line of a file in which a pattern is found; 1 where it is in none."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return next((number for number, line in enumerate(lines, start=1) if re.search(pattern, line)), 1)
