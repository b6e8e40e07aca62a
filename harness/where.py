"""Where the engine lies, and the course of this process. To know this takes no torch."""

from __future__ import annotations

import configparser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]  # of the engine

_home: list[Path] = []


def home() -> Path:
    """The package of the course: the one that was chosen last, or else that of pytest.ini beside the engine."""
    return _home[-1] if _home else named_in(ROOT)


def go_to(package: Path) -> None:
    """From now on, the course of this process lies there."""
    _home[:] = [package]


@contextmanager
def there(package: Path) -> Iterator[None]:
    """For a while, the course of this process lies there."""
    before = _home.copy()
    try:
        go_to(package)
        yield
    finally:
        _home[:] = before


def named_in(root: Path) -> Path:
    """The package that the line `course = ...` of a folder's pytest.ini names."""
    return root / setting(root, "course", "spec")


def setting(root: Path, name: str, otherwise: str = "") -> str:
    """A line of a folder's pytest.ini."""
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(root / "pytest.ini", encoding="utf-8")
    return settings.get("pytest", name, fallback=otherwise)
