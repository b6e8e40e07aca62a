"""The course's files in an archive, by folder. Nothing is extracted: members are read into memory, bounded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PureWindowsPath

from harness.grading.intake import tar_members, zip_members
from harness.grading.intake.disk import content
from harness.grading.intake.unpacked import unpacked
from harness.grading.intake.wanted import OUTSIDE, Folders, Unreadable, is_skipped, is_wanted, refusing
from harness.load.files import Read
from harness.load.source import Refused

LONGEST_PATH = 512  # far more than a folder and a file of the course need


def folders(descriptor: int) -> Folders:
    """What a zip holds, or a tar, compressed or not. A file that is there twice is refused: which is meant?

    Raises Refused where it is none of these, Unreadable where it is damaged or too large.
    """
    found: dict[str, dict[str, Read]] = {}
    for name, read in _members(descriptor):
        path = _path(name)
        outside = path.anchor or ".." in path.parts
        files = found.setdefault(OUTSIDE if outside else path.parent.as_posix(), {})
        files[path.name] = refusing("is in the archive more than once") if path.name in files else read
    return found


def _path(name: str) -> PureWindowsPath:
    return PureWindowsPath(name if len(name) <= LONGEST_PATH else "")  # knows both slashes, roots and drives


def _is_wanted(name: str) -> bool:
    path = _path(name)
    return is_wanted(path.name) and not any(map(is_skipped, path.parent.parts))


def _members(descriptor: int) -> Iterator[tuple[str, Read]]:
    try:
        if content(descriptor, longest=1) == b"PK":
            yield from zip_members.members(descriptor, _is_wanted)
        else:
            with open(descriptor, "rb", closefd=False) as file:
                yield from tar_members.members(unpacked(file), _is_wanted)
    except (Refused, Unreadable, MemoryError):
        raise
    except Exception as error:  # zipfile and tarfile raise whatever their parsing runs into
        if isinstance(error, OSError) and error.errno:  # but this is the disk's
            raise
        raise Unreadable("The archive is damaged or cut short.") from None
