"""A submission, from whoever sent it, turned into text. Nothing else of it is ever used."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness.course import course
from harness.grading.intake import archive, disk
from harness.grading.intake.chosen import chosen
from harness.grading.intake.wanted import OUTSIDE, Folders, Unreadable, digest
from harness.grading.normal_form import NormalForm, normal_form
from harness.language.speech import say, say_again
from harness.load.files import Files, Read, file_called, files
from harness.load.source import Refused
from harness.run.errors import printable
from harness.tell.version import FILE as VERSION
from harness.tell.version import mismatch, version

__all__ = ["Submission", "Unreadable", "submission"]

LONGEST_NAME = 255


@dataclass(frozen=True)
class Submission:
    """The files of a submission. notes: a sentence for its author on each that was left out or read otherwise, and one
    where it was made with another kit than the grader's."""

    name: str
    files: Files
    notes: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Another one for another text, name or note."""
        sources, refused = (sorted(of.items()) for of in (self.files.sources, self.files.refused))
        return digest(json.dumps([self.name, sources, refused, self.notes]))

    @cached_property
    def form(self) -> NormalForm:
        """What it is but for names and layout, of the files that are its author's to write."""
        return normal_form({file: text for file, text in self.files.sources.items() if file not in course().provided})


def submission(path: Path) -> Submission:
    """Read a folder or an archive. Raises Unreadable where nothing can be taken from it, OSError if the disk fails."""
    name = _shown(path.name or str(path))
    try:
        with disk.opened(path) as descriptor:
            found = disk.folders(descriptor) if disk.is_folder(descriptor) else archive.folders(descriptor)
            return _taken(name, found)
    except Refused as refused:
        raise Unreadable(say("{name} {refused}.", name=name, refused=say_again(str(refused)))) from None


def _taken(name: str, found: Folders) -> Submission:
    outside = {file for entry in found.get(OUTSIDE, {}) if (file := file_called(entry))}
    astray = [
        say("{file} has a path that leads out of the archive and was not read.", file=f"{file}.py")
        for file in sorted(outside)
    ]
    entries, notes = chosen({folder: entries for folder, entries in found.items() if folder != OUTSIDE})
    if not entries:
        raise Unreadable(
            " ".join([say("No file of the course was found in {name}.", name=name), *astray, *_notebooks(found)])
        )
    taken = files(entries)
    notes += [*astray, *map(say_again, taken.notes), *_refusals(taken), *_provided(taken)]
    if not any(file in taken.sources for file in course().wanted):
        raise Unreadable(" ".join([say("No file in {name} could be read.", name=name), *notes]))
    other_kit = mismatch(_version(entries), version(course().root))
    return Submission(name, taken, (other_kit, *notes) if other_kit else tuple(notes))


def _refusals(taken: Files) -> Iterator[str]:
    """Why files were not read, those together of which the same is to be said."""
    refused = defaultdict[str, list[str]](list)
    for file, why in taken.refused.items():
        refused[why].append(f"{file}.py")
    for why, names in refused.items():
        if len(names) == 1:
            yield say("{name} {refused}.", name=names[0], refused=say_again(why))
        else:
            each = {"number": len(names), "refused": say_again(why), "names": ", ".join(names)}
            yield say("Each of {number} files {refused} ({names}).", **each)


def _provided(taken: Files) -> Iterator[str]:
    for file in course().provided:
        given = (course().root / "reference" / f"{file}.py").read_text(encoding="utf-8")
        if taken.sources.get(file, given) != given:
            yield say("{file} is provided by the course; yours is not used.", file=f"{file}.py")


def _notebooks(found: Folders) -> Iterator[str]:
    for entries in found.values():
        for name in entries:
            if name.endswith(".ipynb"):
                yield say("A notebook is not read: export the classes of {name} as .py files.", name=_shown(name))
                return


def _version(entries: Mapping[str, Read]) -> str:
    try:
        return entries[VERSION]().decode(errors="replace") if VERSION in entries else ""
    except (Refused, Unreadable):
        return ""  # nobody has to hand it in


def _shown(name: str) -> str:
    return printable(name, LONGEST_NAME).replace("\n", "\\n")
