"""Bulk exports: one folder that holds the submissions of many, as the places lay it out in which they were handed in.

Canvas: loose files, such as kimmina_123_456_gpt_v1-1.py; after the name may come LATE, and anon_x1y2z may stand for
name and number. Moodle: folders such as Mina Kim_123_assignsubmission_file_, or files that begin so. Gradescope: a file
submission_metadata.yml beside a folder each. GitHub Classroom: a repository each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.grading.intake import disk
from harness.grading.intake.wanted import is_skipped, is_wanted
from harness.load.files import file_called
from harness.load.source import LONGEST
from harness.run.errors import printable

COLLECTED = ".handed_in"  # in the folder of all reports: loose files, a folder for each author
METADATA = "submission_metadata.yml"
ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")
CANVAS = re.compile(r"(?P<author>(?:LATE_)?anon_[^\W_]+|(?:\w+?_)?(?:LATE_)?\d+)_\d+_(?P<file>.+)", re.DOTALL)
MOODLE = re.compile(r"(?P<author>.+_\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)", re.DOTALL)
MOST_NAMED, LONGEST_SHOWN = 3, 80


@dataclass(frozen=True)
class Export:
    """place: where the submissions were handed in. paths: of each. left: entries that are none."""

    place: str
    paths: tuple[Path, ...]
    left: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """How the layout was understood, in a sentence or two."""
        more = " and others" if len(self.left) > MOST_NAMED else ""
        left = (
            f" Left out: {', '.join(printable(name, LONGEST_SHOWN) for name in self.left[:MOST_NAMED])}{more}."
            if self.left
            else ""
        )
        return f"This is a bulk export of {self.place}, with {len(self.paths):,} submissions.{left}"


def export(folder: Path, out: Path) -> Export | None:
    """The submissions of a folder, if it is an export. out: the folder of all reports."""
    entries = _entries(folder)
    if len(entries) == 1 and entries[0].is_dir() and not MOODLE.fullmatch(entries[0].name):
        entries = _entries(entries[0])  # an archive is often unpacked into a folder of its own
    if any(file_called(entry.name) for entry in entries):
        return None
    for place, found in PLACES.items():
        paths = found(entries, out)
        if 2 * len(paths) > len(entries):
            left = tuple(entry.name for entry in entries if entry.name not in paths and entry.name != METADATA)
            return Export(place, tuple(dict.fromkeys(paths.values())), left)
    return None


def _entries(folder: Path) -> Sequence[Path]:
    """All but links, and what a system puts there."""
    if folder.is_symlink() or not folder.is_dir():
        return ()
    return [path for path in sorted(folder.iterdir()) if not path.is_symlink() and not is_skipped(path.name)]


def _canvas(entries: Sequence[Path], out: Path) -> Mapping[str, Path]:
    return _loose(entries, CANVAS, out)


def _moodle(entries: Sequence[Path], out: Path) -> Mapping[str, Path]:
    whole = {path.name: path for path in entries if path.is_dir() and MOODLE.fullmatch(path.name)}
    return whole or _loose(entries, MOODLE, out)


def _gradescope(entries: Sequence[Path], out: Path) -> Mapping[str, Path]:
    if not any(path.name == METADATA for path in entries):
        return {}
    return {path.name: path for path in entries if path.is_dir()}


def _classroom(entries: Sequence[Path], out: Path) -> Mapping[str, Path]:
    return {path.name: path for path in entries if (path / ".git").is_dir()}


PLACES: Mapping[str, Callable[[Sequence[Path], Path], Mapping[str, Path]]] = {
    "Gradescope": _gradescope,
    "Moodle": _moodle,
    "Canvas": _canvas,
    "GitHub Classroom": _classroom,
}


def _loose(entries: Sequence[Path], pattern: re.Pattern[str], out: Path) -> Mapping[str, Path]:
    """The submission of each loose file: an archive that is alone, or a folder into which the files are copied."""
    authors: dict[str, dict[str, Path]] = defaultdict(dict)
    for path in entries:
        if path.is_file() and (found := pattern.fullmatch(path.name)) and found["file"]:
            authors[found["author"]][found["file"]] = path
    submissions: dict[str, Path] = {}
    for author, files in authors.items():
        first, *more = files.values()
        alone = not more and first.name.lower().endswith(ARCHIVES)
        submission = first if alone else _collected(files, out / COLLECTED / author)
        submissions |= {path.name: submission for path in files.values()}
    return submissions


def _collected(files: Mapping[str, Path], folder: Path) -> Path:
    """A folder that holds copies of those that may be the course's. A file that is too long stays too long."""
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.iterdir():
        stale.unlink()
    for name, path in files.items():
        if is_wanted(name):
            with disk.opened(path) as descriptor:
                (folder / Path(name).name).write_bytes(disk.content(descriptor, LONGEST))
    return folder
