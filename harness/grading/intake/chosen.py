"""Which folders of a submission are meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from harness.course import course
from harness.grading.intake.wanted import TOP, Folders, Unreadable
from harness.load.files import Read, file_called, files
from harness.load.importing import HOME
from harness.run.errors import printable

LONGEST_PATH = 80


def chosen(found: Folders) -> tuple[Mapping[str, Read], list[str]]:
    """The entries of the folder that holds most files of the course, or of several that hold none twice; and what is
    to be said of it. Of all folders, those called student/ come first. Raises Unreadable where it is nobody's guess."""
    held = {folder: held for folder, entries in found.items() if (held := _files(entries))}
    if not held:
        return {}, []
    named = [folder for folder in held if PurePosixPath(folder).name == HOME] or list(held)
    if max(Counter(file for folder in named for file in held[folder]).values()) == 1:
        taken = named
    else:
        most = max(len(held[folder]) for folder in named)
        fullest = [folder for folder in named if len(held[folder]) == most]
        depth = min(map(_depth, fullest))
        taken = [folder for folder in fullest if _depth(folder) == depth]
        if len(taken) > 1 and not _are_equal([found[folder] for folder in taken]):
            raise Unreadable(f"The same files are in more than one folder: {_listed(taken)}. Which are meant?")
        taken = taken[:1]
    left = [folder for folder in held if folder not in taken]
    notes = [f"The files were taken from {_listed(taken)}."] if len(taken) > 1 or left else []
    notes += [f"Files in {_listed(left)} were left out."] if left else []
    entries = {name: read for folder in reversed(taken) for name, read in found[folder].items()}
    return entries, notes


def _files(entries: Mapping[str, Read]) -> set[str]:
    return {file for name in entries if (file := file_called(name)) in course().wanted}


def _are_equal(folders: Sequence[Mapping[str, Read]]) -> bool:
    first, *others = (files(entries).sources for entries in folders)
    return all(other == first for other in others)


def _depth(folder: str) -> int:
    return len(PurePosixPath(folder).parts)  # of TOP, 0


def _listed(folders: Sequence[str]) -> str:
    shown = ["the top" if folder == TOP else printable(folder, LONGEST_PATH).replace("\n", "\\n") for folder in folders]
    return ", ".join(shown[:3]) + (f" and {len(shown) - 3} more" if len(shown) > 3 else "")
