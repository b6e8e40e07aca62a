"""The version of the course and of the grader, by what their files say."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from harness.course import course
from harness.where import ROOT

KINDS = ("*.py", "*.toml")
LENGTH = 16  # hexadecimal digits: two versions that differ have the same ones once in 10^19


def version(*others: Path) -> str:
    """Another one, as soon as a file that may change a grade says something else. others: such files of a command."""
    said = sha256()
    for name, path in [*sorted(_files()), *((path.name, path) for path in others)]:
        content = path.read_bytes()
        said.update(f"{name} {len(content)}\n".encode() + content)
    return said.hexdigest()[:LENGTH]


def _files() -> Iterator[tuple[str, Path]]:
    """Of the engine, the course, its answers and its claims, each with its name."""
    root = course().root
    for folder, top in ((ROOT / "harness", ROOT), (course().home, root), (course().answers, root)):
        for kind in KINDS:
            yield from ((path.relative_to(top).as_posix(), path) for path in folder.rglob(kind))
    yield from ((f"tests/{path.name}", path) for path in (root / "tests").glob("*.py"))
