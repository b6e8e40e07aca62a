"""The files of the kit, by path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.course import course
from harness.kit.docstrings import in_language
from harness.kit.first_board import first_board
from harness.kit.handout import rendered
from harness.kit.notebook import notebook
from harness.kit.skeleton import opened
from harness.language.choice import usual
from harness.language.speech import ENGLISH, LOCALE, languages, speaking
from harness.plugin.reset import SKELETON
from harness.tell.version import FILE, version
from harness.where import ROOT

GIVEN = Path(__file__).parent / "given"  # what only the kit has
RECORDING = "recording"
AT_THE_TOP = (
    ".devcontainer/devcontainer.json",
    "LICENSE",
    "begin.py",
    "conftest.py",
    "constraints.txt",
    "pyproject.toml",
    "toxfile.py",
)
FOR_MAINTAINERS = ("check", "cohort", "grading", "kit", "new", "proof", "translate")  # rooms


def contents(root: Path, recording: Path) -> Mapping[str, bytes]:
    """The kit of a checkout and its recording."""
    number = f"{version(root)}\n".encode()
    return {
        **{path.relative_to(above).as_posix(): path.read_bytes() for path, above in _copied(root)},
        **{f"handout/{name}": page for name, page in rendered(root / "handout").items()},
        **_skeletons(root),
        **_first_pages(root),
        **{f"{RECORDING}/{path.name}": path.read_bytes() for path in recording.iterdir()},
        **{path.relative_to(GIVEN).as_posix(): path.read_bytes() for path in _files(GIVEN.rglob("*"))},
        "pytest.ini": _with_recording((root / "pytest.ini").read_text(encoding="utf-8")).encode(),
        FILE: number,
        f"student/{FILE}": number,
    }


def _copied(root: Path) -> Iterator[tuple[Path, Path]]:
    """Each file, and the folder that it is copied from: what the course has not, it has from the engine."""
    for name in AT_THE_TOP:
        above = root if (root / name).is_file() else ROOT
        yield above / name, above
    for above, folder in ((ROOT, ROOT / "harness"), (root, course().home)):
        yield from ((path, above) for path in _files(folder.rglob("*")) if not _is_for_maintainers(path))
    for pattern in ("tests/test_*.py", "handout/figures/*"):
        yield from ((path, root) for path in _files(root.glob(pattern)))


def _is_for_maintainers(path: Path) -> bool:
    """Whether it lies in one of their rooms, imports one, or is a template."""
    rooms = "|".join(FOR_MAINTAINERS)
    inside = path.is_relative_to(ROOT / "harness") and path.relative_to(ROOT / "harness").parts[0] in FOR_MAINTAINERS
    return (inside or path.suffix == ".jinja") or (
        path.suffix == ".py"
        and re.search(rf"^from harness\.({rooms})\b", path.read_text(encoding="utf-8"), re.MULTILINE) is not None
    )


def _files(paths: Iterator[Path]) -> Iterator[Path]:
    return (path for path in paths if path.is_file() and "__pycache__" not in path.parts)


def _skeletons(root: Path) -> Mapping[str, bytes]:
    """The students' files in the language of the course; and in each language, to begin anew from."""
    found, own = dict[str, bytes](), usual() or ENGLISH
    for name in languages():
        if name not in (own, ENGLISH) and not (course().home / LOCALE / name).is_dir():
            continue  # the course has not been translated
        folders = [f"{SKELETON}/{name}", *(["student"] if name == own else [])]
        with speaking(name):
            for path in (root / "reference").glob("*.py"):
                found |= dict.fromkeys((f"{folder}/{path.name}" for folder in folders), _skeleton(path).encode())
    return found


def _first_pages(root: Path) -> Mapping[str, bytes]:
    """A page to begin with, with the board, and a notebook: in each language that the course has such a page in."""
    found = dict[str, bytes]()
    for name in languages():
        ending = "" if name == ENGLISH else f".{name}"
        if (path := root / "handout" / f"README{ending}.md").is_file():
            with speaking(name):
                page = path.read_text(encoding="utf-8").replace("{board}", first_board(root))
                found[path.name] = page.encode()
                found[f"colab{ending}.ipynb"] = notebook(_skeleton(root / "reference" / f"{course().wanted[0]}.py"))
    return found


def _skeleton(answer: Path) -> str:
    """A file of the students, in the language of this process."""
    return in_language(opened(answer.read_text(encoding="utf-8")), answer.stem)


def _with_recording(settings: str) -> str:
    live = "reference = reference"
    if live not in settings:
        raise ValueError(f"pytest.ini does not say {live!r}: where would the kit's answers come from?")
    return settings.replace(live, f"reference = {RECORDING}")
