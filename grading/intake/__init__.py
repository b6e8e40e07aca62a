"""A submission, from whoever sent it, turned into text. Nothing else of it is ever used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grading.intake import archive, disk
from grading.intake.source import source
from grading.intake.wanted import FILES, OUTSIDE, PROVIDED, TOP, WANTED, Folders, Read, Refused, Unreadable
from grading.paths import ROOT
from spec.failure import printable
from spec.version import FILE as VERSION
from spec.version import mismatch, version

__all__ = ["Submission", "Unreadable", "submission"]

LONGEST_NAME = 80


@dataclass(frozen=True)
class Submission:
    """The interface's files of a submission, as text, and what was left out.

    sources: by the file's name without .py. notes: a sentence for its author on each file that was not taken,
    and one where it was made with another kit than the grader's.
    """

    name: str
    sources: Mapping[str, str]
    notes: tuple[str, ...]


def submission(path: Path) -> Submission:
    """Read a folder or an archive. Raises Unreadable, and nothing else, where no file can be taken from it."""
    name = _shown(path.name or str(path))
    try:
        with disk.opened(path) as descriptor:
            if disk.is_folder(descriptor):
                found = disk.folders(descriptor)
            else:
                found = archive.folders(disk.content(descriptor, archive.LONGEST_ARCHIVE))
            return _taken(name, found)
    except Refused as refused:
        raise Unreadable(f"{name} {refused}.") from None


def _taken(name: str, found: Folders) -> Submission:
    files = _files(name, found)
    sources, notes = {}, _astray(found)
    for file in filter(files.__contains__, FILES):
        if file in PROVIDED:
            notes.append(f"{file}.py is provided by the course; yours is not used.")
            continue
        try:
            sources[file] = source(files[file]())
        except Refused as refused:
            notes.append(f"{file}.py {refused} and was not read.")
    if not sources:
        raise Unreadable(" ".join([f"No file in {name} could be read.", *notes]))
    other_kit = mismatch(_version(files), version(ROOT))
    return Submission(name, sources, (other_kit, *notes) if other_kit else tuple(notes))


def _version(files: Mapping[str, Read]) -> str:
    try:
        return files[VERSION]().decode(errors="replace") if VERSION in files else ""
    except (Refused, Unreadable):
        return ""  # nobody has to hand it in


def _files(name: str, found: Folders) -> Mapping[str, Read]:
    """Those of the one folder that is meant."""
    holding = [folder for folder, files in found.items() if files.keys() & WANTED]
    if TOP in holding:
        return found[TOP]
    one_down = sorted(filter(_is_one_down, holding))
    if not one_down:
        where = "neither at its top nor one folder down"
        raise Unreadable(" ".join([f"No file of the course was found in {name}, {where}.", *_astray(found)]))
    if len(one_down) > 1:
        both = " and ".join(map(_shown, one_down[:2]))
        raise Unreadable(f"{name} holds files of the course in more than one folder: {both}.")
    return found[one_down[0]]


def _is_one_down(folder: str) -> bool:
    return not ("/" in folder or folder.startswith(".") or folder == "__MACOSX")


def _astray(found: Folders) -> list[str]:
    outside = filter(found.get(OUTSIDE, {}).__contains__, FILES)
    return [f"{file}.py has a path that leads out of the archive and was not read." for file in outside]


def _shown(name: str) -> str:
    return printable(name, LONGEST_NAME).replace("\n", "\\n")
