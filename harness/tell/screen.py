"""The terminal, which may have no code for a character of ours: in ASCII, or in Korean Windows's cp949."""

from __future__ import annotations

import io
import sys

from rich.cells import cell_len


def in_lines(text: str, width: int) -> str:
    """A paragraph in lines of so many cells at most: a Hangul syllable takes two."""
    lines = [""]
    for word in text.split():
        if lines[-1] and cell_len(f"{lines[-1]} {word}") > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".lstrip()
    return "\n".join(lines)


def left(text: str, width: int) -> str:
    """A text with blanks after it, so many cells wide."""
    return f"{text}{' ' * (width - cell_len(text))}"


def right(text: str, width: int) -> str:
    """The same with blanks before it."""
    return f"{' ' * (width - cell_len(text))}{text}"


def take_any_text() -> None:
    """From now on, stdout shows ? for what it cannot encode, and raises nothing."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
