"""Where the kit is written, and looked for."""

from __future__ import annotations

from pathlib import Path

from harness.course import course
from harness.tell.version import version


def out() -> Path:
    """Where it goes if nobody says otherwise."""
    return course().root / "dist"


def folder(parent: Path) -> Path:
    """The kit of this version in that folder."""
    return parent / f"{course().name}-kit-{version(course().root)}"
