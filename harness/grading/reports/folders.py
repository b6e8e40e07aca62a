"""Where reports lie: the folder --out has one folder of reports for each submission, and one table of all grades."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from unicodedata import normalize

TABLE = "grade.csv"
PART = ".part"
LONGEST_NAME = 200  # bytes, of 255


@contextmanager
def alone(out: Path) -> Iterator[bool]:
    """Whether no other process is in here for this folder. A lock ends with its process."""
    with (out / ".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:  # some network drives know no locks
            pass
        yield True


def folders(paths: Sequence[Path], out: Path, there: Mapping[Path, str]) -> list[str]:
    """The folder of each submission: the one that it had in an earlier run, or one that is new."""
    taken, last = {TABLE, *there.values()}, Counter[str]()
    return [there.get(path) or _new(path, out, taken, last) for path in paths]


def _new(path: Path, out: Path, taken: set[str], last: Counter[str]) -> str:
    """A folder that is called like the submission. last: the number that was given to the last one of each name."""
    plain = re.sub(r"[^\w.-]", "_", normalize("NFC", path.name)).strip(".-")
    name = plain.encode()[:LONGEST_NAME].decode(errors="ignore") or "submission"
    for number in count(last[name] + 1):
        folder = name if number == 1 else f"{name}~{number}"
        if folder not in taken and _is_ours(out / folder):
            taken.add(folder)
            last[name] = number
            return folder
    raise AssertionError("numbers never end")


def _is_ours(folder: Path) -> bool:
    """Make it. One that is empty may be left from a run that was killed before it was written down."""
    try:
        folder.mkdir()
    except FileExistsError:
        return folder.is_dir() and not any(folder.iterdir())
    return True


def replace_files(
    folder: Path, files: Mapping[str, str], encoding: str = "utf-8", mode: int = 0o666, durable: bool = False
) -> None:
    """Replace files by these texts: all of them, or where one cannot be written, none.

    Several processes may do so at a time. mode: of the files, before the umask. durable: they outlive a power cut.
    """
    token = secrets.token_hex(4)
    parts = {name: folder / f".{name}.{token}{PART}" for name in files}
    try:
        for name, part in parts.items():
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with open(descriptor, "w", encoding=encoding, newline="\n") as file:
                file.write(files[name])
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
        for name, part in parts.items():
            os.replace(part, folder / name)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def sweep(folders: Iterable[Path]) -> None:
    """Remove what a process that was killed has half written."""
    for folder in folders:
        for part in folder.glob(f".*{PART}"):
            part.unlink(missing_ok=True)
