"""Where reports lie: the folder --out has one folder of reports for each submission, and one table of all grades."""

from __future__ import annotations

import fcntl
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from unicodedata import normalize

TABLE = "grade.csv"
PATH = ".path"  # a file in each folder of reports: the bytes of the submission's path
LONGEST_NAME = 200  # bytes, of 255


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """One grader at a time writes into this folder. A lock ends with its process."""
    with (out / ".lock").open("a") as file:
        with suppress(OSError):  # some network drives know no locks
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def folders(paths: Sequence[Path], out: Path) -> list[Path]:
    """The folder of each submission: the one that it had in an earlier run, or one that is new."""
    there, last = had(out), Counter({TABLE: 1})
    return [there.get(os.fsencode(path)) or _new(path, out, last) for path in paths]


def had(out: Path) -> dict[bytes, Path]:
    """The folders that are there, by the bytes of their submissions' paths."""
    found = {}
    for folder in sorted(out.iterdir()):
        with suppress(OSError):  # no folder of reports
            found[(folder / PATH).read_bytes()] = folder
    return found


def _new(path: Path, out: Path, last: Counter[str]) -> Path:
    """A folder that is called like the submission. last: the number that was given to the last one of each name."""
    plain = re.sub(r"[^\w.-]", "_", normalize("NFC", path.name)).strip(".-")
    name = plain.encode()[:LONGEST_NAME].decode(errors="ignore") or "submission"
    for number in count(last[name] + 1):
        folder = out / (name if number == 1 else f"{name}~{number}")
        with suppress(FileExistsError):
            folder.mkdir()
            (folder / PATH).write_bytes(os.fsencode(path))
            last[name] = number
            return folder
    raise AssertionError("numbers never end")


def replace_files(folder: Path, files: Mapping[str, str], encoding: str = "utf-8") -> None:
    """Replace files by these texts: all of them, or where one cannot be written, none."""
    parts = {name: folder / f".{name}.part" for name in files}
    try:
        for name, part in parts.items():
            part.write_text(files[name], encoding=encoding, newline="\n")
        for name, part in parts.items():
            os.replace(part, folder / name)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
