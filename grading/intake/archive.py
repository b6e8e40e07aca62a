"""The course's files in an archive, by folder. Nothing is extracted: members are read into memory, bounded."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import PureWindowsPath

from grading.intake import tar_members, zip_members
from grading.intake.disk import content
from grading.intake.wanted import OUTSIDE, Folders, Unreadable, is_skipped, is_wanted, refusing
from spec.files import Read
from spec.source import Refused

LONGEST_PATH = 512  # far more than a folder and a file of the course need


def folders(descriptor: int) -> Folders:
    """What a zip, a tar or a gzipped tar holds. A file that it holds twice is refused, for nobody knows which is meant.

    Raises Refused where it is none of these, Unreadable where it is damaged or too large.
    """
    found: dict[str, dict[str, Read]] = {}
    for name, read in _members(descriptor):
        path = _path(name)
        if _is_wanted(name):
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
    start = content(descriptor, longest=1)
    try:
        if start == b"PK":
            yield from zip_members.members(descriptor)
        else:
            with open(descriptor, "rb", closefd=False) as file:
                file.seek(0)
                packed = gzip.GzipFile(fileobj=file) if start == b"\x1f\x8b" else file
                yield from tar_members.members(packed, _is_wanted)
    except (Refused, Unreadable):
        raise
    except Exception:  # zipfile and tarfile raise whatever their parsing runs into
        raise Unreadable("The archive is damaged or cut short.") from None
