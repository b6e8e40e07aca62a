"""The version of the course's tests, and the one that a student's files were handed out with."""

from __future__ import annotations

import platform
import tomllib
from pathlib import Path

import torch

from harness.course import course
from harness.language.speech import say

FILE = "VERSION"  # among a student's files; a folder without one says nothing


def version(root: Path) -> str:
    """That of the tests."""
    return str(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def ground(root: Path) -> str:
    """What a run of the tests rests on, in a line that can be sent to the staff."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{course().name} {version(root)}, Python {platform.python_version()}, torch {torch.__version__}, {system}"


def mismatch(handed_in: str, tests: str) -> str:
    """A sentence where a student's files are of another version than the tests; nothing where they are not."""
    theirs = " ".join(handed_in.split())[:40]
    if theirs in ("", tests):
        return ""
    return say(
        "Your files are from version {theirs} of the kit, and the tests are version {tests}: get the kit anew.",
        theirs=theirs,
        tests=tests,
    )


def version_of_files(folder: Path) -> str:
    """What a folder of files was handed out with, if it says so."""
    try:
        return (folder / FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
