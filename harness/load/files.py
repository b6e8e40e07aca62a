"""Which of a folder's entries are the files of the course, and what each says: one rule for board and grade."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from harness.course import course
from harness.limits import machine
from harness.load.source import LONGEST, Refused, source

COPY = re.compile(r"( ?\(\d+\)|-\d+|( -)? ?(copy|복사본)( \d+| ?\(\d+\))?)?\.py(\.txt)?")  # of a browser or a system
MOST_BESIDES = 20
MOST_NAMES = 100  # that are compared with those that are missing
LINK = "is a symbolic link: hand in the file itself"
ENDINGS = ("py", "ipynb")  # of what may be meant by a file

Read: TypeAlias = Callable[[], bytes]  # the content, or a little more than the longest that is taken; raises Refused


@dataclass(frozen=True)
class Files:
    """sources: the text of each file by its name without .py, and of the author's others that these speak of. refused:
    why one of the course's is not read, as the end of a sentence. notes: what was read otherwise than it is called."""

    sources: Mapping[str, str]
    refused: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def changed(self, sources: Mapping[str, str]) -> Files:
        """The same, but that some files say this."""
        return replace(self, sources={**self.sources, **sources})


def files(entries: Mapping[str, Read]) -> Files:
    """Those among a folder's entries, each of which may be read."""
    sources, refused, notes = dict[str, str](), dict[str, str](), list[str]()
    for file, names in _candidates(entries).items():
        exact = f"{file}.py"
        name = exact if exact in names else names[0]
        if name == exact:
            notes += [f"{other} is not used: {exact} is." for other in names if other != exact]
        elif len(names) > 1:
            one, other = names[:2]
            refused[file] = f"is there more than once: {one} and {other}"
            continue
        else:
            notes.append(f"{name} was taken as {exact}.")
        try:
            sources[file], note = source(entries[name]())
            notes += [f"{exact} {note}."] if note else []
            notes += machine.notes(exact, sources[file])
        except Refused as why:
            refused[file] = str(why)
    misnamed = {file: why for file, why in _misnamed(entries) if file not in sources}
    return Files(sources | _besides(entries, sources), misnamed | refused, tuple(notes))


def files_of(folder: Path) -> Files:
    """Those of a folder on the disk; of one that is not there, none."""
    entries = {path.name: partial(_content, path) for path in folder.iterdir()} if folder.is_dir() else {}
    return files(entries)


def file_called(name: str) -> str | None:
    """The file that is meant by the name of an entry: that of the interface but for its case and the mark of a copy."""
    plain = unicodedata.normalize("NFC", name).casefold()
    return next((file for file in course().files if plain.startswith(file) and COPY.fullmatch(plain, len(file))), None)


def _candidates(names: Iterable[str]) -> dict[str, list[str]]:
    """The entries that may be meant by each file of the interface, in its order."""
    found: dict[str, list[str]] = {file: [] for file in course().files}
    for name in sorted(names):
        if file := file_called(name):
            found[file].append(name)
    return {file: names for file, names in found.items() if names}


def _besides(entries: Mapping[str, Read], sources: Mapping[str, str]) -> dict[str, str]:
    """The text of the author's other files, as far as these speak of them, or those of which these do."""
    own = {stem: entries[name] for name in entries if (stem := name.removesuffix(".py")) != name and _is_own(stem)}
    found, texts = dict[str, str](), list(sources.values())
    while own and texts and len(found) < MOST_BESIDES:
        for file in sorted(own.keys() & set(re.findall(r"\w+", texts.pop()))):
            with suppress(Refused):
                texts.append(source(own.pop(file)()).text)
                found[file] = texts[-1]
    return found


def _is_own(stem: str) -> bool:
    return stem.isidentifier() and not stem.startswith("__") and stem not in course().files


def _misnamed(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The files that an entry has nearly the name of, each with what to do with it."""
    for name in islice(names, MOST_NAMES):
        stem, _, ending = name.rpartition(".")
        if ending in ENDINGS and len(stem) < 80 and name.isprintable() and not file_called(name):
            for file in get_close_matches(stem.casefold(), course().files, 1, 0.75):
                yield file, _instead(name, ending)


def _instead(name: str, ending: str) -> str:
    if ending == "ipynb":
        return f"is missing, but there is {name}: export it as a .py file, if that is what it is"
    return f"is missing, but there is {name}: rename it, if that is what it is"


def _content(path: Path) -> bytes:
    if path.is_symlink():
        raise Refused(LINK)
    if not path.is_file():
        raise Refused("is not a regular file")
    try:
        with path.open("rb") as file:
            return file.read(LONGEST + 1)
    except OSError as error:
        raise Refused(f"cannot be read ({error.strerror})") from None
