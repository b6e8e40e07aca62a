"""The interface's files in an archive, by folder. Nothing is extracted: members are read into memory, bounded."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import PureWindowsPath

from grading.intake import tar_members, zip_members
from grading.intake.wanted import NAMES, OUTSIDE, Folders, Read, Refused, Unreadable, refusing

LONGEST_ARCHIVE = 16 * 2**20
LONGEST_TAR = 32 * 2**20
LONGEST_PATH = 512  # far more than a folder and a file of the interface need


def folders(archive: bytes) -> Folders:
    """What a zip, a tar or a gzipped tar holds. A file that it holds twice is refused, for nobody knows which is meant.

    Raises Refused where it is none of these or too large, Unreadable where it is damaged.
    """
    if len(archive) > LONGEST_ARCHIVE:
        raise Refused(f"is larger than {LONGEST_ARCHIVE // 2**20} MiB")
    found: dict[str, dict[str, Read]] = {}
    for name, read in _members(archive):
        path = PureWindowsPath(name if len(name) <= LONGEST_PATH else "")  # knows both slashes, roots and drives
        if path.name in NAMES:
            outside = path.anchor or ".." in path.parts
            files = found.setdefault(OUTSIDE if outside else path.parent.as_posix(), {})
            twice = NAMES[path.name] in files
            files[NAMES[path.name]] = refusing("is in the archive more than once") if twice else read
    return found


def _members(archive: bytes) -> Iterator[tuple[str, Read]]:
    try:
        if archive.startswith(b"PK"):
            yield from zip_members.members(archive)
        else:
            yield from tar_members.members(_gunzipped(archive) if archive.startswith(b"\x1f\x8b") else archive)
    except (Refused, Unreadable):
        raise
    except Exception:  # zipfile and tarfile raise whatever their parsing runs into
        raise Unreadable("The archive is damaged or cut short.") from None


def _gunzipped(archive: bytes) -> bytes:
    stream = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    tar = stream.decompress(archive, LONGEST_TAR + 1)
    if len(tar) > LONGEST_TAR:
        raise Refused(f"unpacks to more than {LONGEST_TAR // 2**20} MiB")
    if not stream.eof:
        raise EOFError
    return tar
