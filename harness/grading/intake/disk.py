"""What is read from a disk on which somebody else may write: no link is followed, and nothing is waited for."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath

from harness.grading.intake.wanted import TOP, Folders, is_skipped, is_wanted
from harness.load.files import LINK, Read
from harness.load.source import LONGEST, Refused

MOST_ENTRIES = 200_000  # in all folders
DEEPEST = 8  # folders
FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
OF_THE_SUBMISSION = {
    errno.ENOENT: "does not exist",
    errno.ELOOP: LINK,
    errno.ENAMETOOLONG: "has too long a name",
    errno.ENOTDIR: "is not a folder",
    errno.ENXIO: "is not a regular file",  # a socket
}


@contextmanager
def opened(path: Path | str, folder: int | None = None, flags: int = 0) -> Iterator[int]:
    """A descriptor of what lies at a path. Raises Refused for what cannot be opened by anybody, and OSError for what
    this process can't: that is no fault of the submission."""
    try:
        descriptor = os.open(path, FLAGS | flags, dir_fd=folder)
    except ValueError:
        raise Refused("has a name that no file can have") from None
    except OSError as error:
        if error.errno not in OF_THE_SUBMISSION:
            raise
        raise Refused(OF_THE_SUBMISSION[error.errno]) from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def is_folder(descriptor: int) -> bool:
    return stat.S_ISDIR(os.fstat(descriptor).st_mode)


def content(descriptor: int, longest: int) -> bytes:
    """The bytes of a regular file; of one that is longer, the first `longest` + 1. Raises Refused for anything else."""
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise Refused("is not a regular file")
    return os.pread(descriptor, longest + 1, 0)


def folders(top: int) -> Folders:
    """The course's files in an open folder and in those below it, the upper ones first."""
    found: dict[str, dict[str, Read]] = {}
    waiting, left = [TOP], MOST_ENTRIES
    for folder in waiting:
        with suppress(Refused), _inside(top, folder) as inside, os.scandir(inside) as entries:
            for entry in islice(entries, left):
                left -= 1
                path = str(PurePosixPath(folder, entry.name))
                if is_wanted(entry.name):
                    found.setdefault(folder, {})[entry.name] = partial(_file, top, folder, entry.name)
                elif entry.is_dir(follow_symlinks=False) and not is_skipped(entry.name) and path.count("/") < DEEPEST:
                    waiting.append(path)
    return found


@contextmanager
def _inside(top: int, folder: str) -> Iterator[int]:
    """A descriptor of a folder below, no step to which is a link."""
    with ExitStack() as steps:
        inside = top
        for part in PurePosixPath(folder, TOP).parts or (TOP,):
            inside = steps.enter_context(opened(part, inside, os.O_DIRECTORY))
        yield inside


def _file(top: int, folder: str, name: str) -> bytes:
    with _inside(top, folder) as inside, opened(name, inside) as descriptor:
        return content(descriptor, LONGEST)
