"""What is read from a disk on which somebody else may write: no link is followed, and nothing is waited for."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path

from grading.intake.wanted import LONGEST_FILE, NAMES, TOP, WANTED, Folders, Read, Refused, Unreadable

MOST_ENTRIES = 1000
FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@contextmanager
def opened(path: Path | str, folder: int | None = None, flags: int = 0) -> Iterator[int]:
    """A descriptor of what lies at a path. An OSError, now or while it is in use, becomes a Refused."""
    try:
        descriptor = os.open(path, FLAGS | flags, dir_fd=folder)
    except ValueError:
        raise Refused("has a name that no file can have") from None
    except OSError as error:
        raise Refused(_why(error)) from None
    try:
        yield descriptor
    except OSError as error:
        raise Refused(_why(error)) from None
    finally:
        os.close(descriptor)


def is_folder(descriptor: int) -> bool:
    return stat.S_ISDIR(os.fstat(descriptor).st_mode)


def content(descriptor: int, longest: int) -> bytes:
    """The bytes of a regular file; of one that is longer, the first `longest` + 1. Raises Refused for anything else."""
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise Refused("is not a regular file")
    with open(descriptor, "rb", closefd=False) as file:
        return file.read(longest + 1)


def folders(top: int) -> Folders:
    """The interface's files in an open folder; where none is wanted there, also those one folder down."""
    found = {TOP: _files(top, TOP)}
    if not found[TOP].keys() & WANTED:
        for name in _entries(top):
            with suppress(Refused):  # no folder, or one that may not be opened
                found[name] = _files(top, name)
    return found


def _entries(top: int) -> list[str]:
    with os.scandir(top) as entries:
        names = [entry.name for entry in islice(entries, MOST_ENTRIES + 1)]
    if len(names) > MOST_ENTRIES:
        raise Unreadable(f"The folder has no file of the course at its top, and over {MOST_ENTRIES:,} other entries.")
    return names


def _files(top: int, folder: str) -> Mapping[str, Read]:
    with opened(folder, top, os.O_DIRECTORY) as inside:
        return {file: partial(_file, top, folder, name) for name, file in NAMES.items() if _is_there(name, inside)}


def _is_there(name: str, folder: int) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _file(top: int, folder: str, name: str) -> bytes:
    with opened(folder, top, os.O_DIRECTORY) as inside, opened(name, inside) as descriptor:
        return content(descriptor, LONGEST_FILE)


def _why(error: OSError) -> str:
    sentences = {errno.ENOENT: "does not exist", errno.ELOOP: "is a symbolic link"}
    return sentences.get(error.errno or 0, f"cannot be read ({error.strerror})")
