"""The members of a zip archive in memory, each with a way to read it."""

from __future__ import annotations

import io
import stat
from collections.abc import Callable, Iterator
from functools import partial
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from harness.grading.intake.wanted import Unreadable, refusing
from harness.load.files import LINK, Read
from harness.load.source import LONGEST

LONGEST_DIRECTORY = 8 * 2**20  # bytes: some 50,000 entries
ENCRYPTED = 0x1


class _Archive(io.FileIO):
    """ZipFile reads the directory at one go, whatever its length: this bounds its entries and their extra fields."""

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(LONGEST_DIRECTORY + 1 if size is None or size < 0 else min(size, LONGEST_DIRECTORY + 1))
        if len(piece) > LONGEST_DIRECTORY:
            raise Unreadable("The archive has too many entries.")
        return piece


def members(descriptor: int, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, Read]]:
    """Name and content of each that is wanted. Raises whatever ZipFile does where the archive is damaged."""
    unzipped = ZipFile(_Archive(descriptor, closefd=False))
    for member in unzipped.infolist():
        if is_wanted(member.filename):
            yield member.filename, _reader(unzipped, member)


def _reader(archive: ZipFile, member: ZipInfo) -> Read:
    kind = stat.S_IFMT(member.external_attr >> 16)  # where Unix made the archive; elsewhere 0
    if kind == stat.S_IFLNK:
        return refusing(LINK)
    if member.is_dir() or kind not in (0, stat.S_IFREG):
        return refusing("is not a regular file")
    if member.flag_bits & ENCRYPTED:
        return refusing("is encrypted: hand it in without a password")
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # ZipFile reads others, without a bound on their size
        return refusing("is compressed in an unusual way")
    return partial(_content, archive, member)


def _content(archive: ZipFile, member: ZipInfo) -> bytes:
    try:
        with archive.open(member) as file:
            return file.read(LONGEST + 1)
    except Exception:  # as many kinds as there are ways to be damaged
        raise Unreadable("The archive is damaged or cut short.") from None
