"""The places that `new` left open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harness.check.finding import Finding
from harness.check.scope import Scope
from harness.course import PAGE, course

OPEN = "TODO(maintainer)"


def findings(scope: Scope) -> Iterator[Finding]:
    """Each of them, in whatever file of the course: a shared page does not say whose it is."""
    for path in _files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if OPEN in line:
                wanted = line.partition(OPEN)[2].strip(" :\"'`|*[].") or "something is to be written here"
                yield Finding(path, number, f"it is still open: {wanted}", "write it, and delete the mark")


def _files() -> Iterator[Path]:
    root, home = course().root, course().home.name
    for pattern in ("reference/**/*.py", "reference/**/*.toml", "reference/**/*.md", "handout/**/*.md"):
        yield from sorted(root.glob(pattern))
    for pattern in (f"{home}/**/*.py", f"{home}/**/*.toml", "tests/test_*.py", PAGE):
        yield from sorted(root.glob(pattern))
