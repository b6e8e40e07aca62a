"""The terminal, which may have no code for a character of ours: in ASCII, or in Korean Windows's cp949."""

from __future__ import annotations

import io
import sys


def take_any_text() -> None:
    """From now on, stdout shows ? for what it cannot encode, and raises nothing."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
