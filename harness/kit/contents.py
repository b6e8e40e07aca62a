"""The files of the kit, by path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.kit.first_board import first_board
from harness.kit.handout import rendered
from harness.kit.skeleton import opened
from harness.tell.version import FILE, version

GIVEN = Path(__file__).parent / "given"  # what only the kit has
RECORDING = "recording"
COPIED = (
    *("LICENSE", "conftest.py", "constraints.txt", "pyproject.toml", "toxfile.py"),
    *("harness/**/*", "spec/**/*", "tests/test_*.py", "handout/figures/*"),
)
FOR_MAINTAINERS = ("harness/grading/", "harness/kit/", "harness/proof/")


def contents(root: Path, recording: Path) -> Mapping[str, bytes]:
    """The kit of a checkout and its recording."""
    number = f"{version(root)}\n".encode()
    return {
        **{path.relative_to(root).as_posix(): path.read_bytes() for path in _copied(root)},
        **{f"handout/{name}": page for name, page in rendered(root / "handout").items()},
        **{
            f"student/{path.name}": opened(path.read_text(encoding="utf-8")).encode()
            for path in (root / "reference").glob("*.py")
        },
        **{f"{RECORDING}/{path.name}": path.read_bytes() for path in recording.iterdir()},
        **{path.relative_to(GIVEN).as_posix(): path.read_bytes() for path in _files(GIVEN.rglob("*"))},
        "README.md": _readme(root).encode(),
        "pytest.ini": _with_recording((root / "pytest.ini").read_text(encoding="utf-8")).encode(),
        FILE: number,
        f"student/{FILE}": number,
    }


def _copied(root: Path) -> Iterator[Path]:
    for pattern in COPIED:
        for path in _files(root.glob(pattern)):
            if not path.relative_to(root).as_posix().startswith(FOR_MAINTAINERS):
                yield path


def _files(paths: Iterator[Path]) -> Iterator[Path]:
    return (path for path in paths if path.is_file() and "__pycache__" not in path.parts)


def _readme(root: Path) -> str:
    return (GIVEN / "README.md").read_text(encoding="utf-8").replace("{board}", first_board(root))


def _with_recording(settings: str) -> str:
    live = "reference = reference"
    if live not in settings:
        raise ValueError(f"pytest.ini does not say {live!r}: where would the kit's answers come from?")
    return settings.replace(live, f"reference = {RECORDING}")
