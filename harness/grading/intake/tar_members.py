"""The members of a tar archive, as they go by.

The headers are tarfile's, the walk from one to the next is not: TarFile takes time and memory that grow with the square
of an extended header's length, and ends quietly where an archive is cut short.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable, Iterator
from io import BufferedIOBase
from tarfile import BLOCKSIZE, TarInfo

from harness.grading.intake.wanted import Unreadable, refusing
from harness.load.files import LINK, Read
from harness.load.source import LONGEST, Refused

MOST_MEMBERS = 100_000
LONGEST_TAR = 512 * 2**20  # bytes, unpacked
LONGEST_HEADER = 2**16  # bytes: a path is shorter
MOST_READ = 64 * 2**20  # bytes, in all
PIECE = 2**20
MAGIC, MAGIC_AT = b"ustar", 257
ENCODING = "utf-8", "surrogateescape"
PAX_PATH = re.compile(rb"(?:\A|\n)\d+ path=([^\n]*)\n")
PLAIN = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
LINKS = {tarfile.SYMTYPE: LINK, tarfile.LNKTYPE: "is a hard link: hand in the file itself"}
EMPTY = (*LINKS, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE)  # whatever size they claim


class _Stream:
    """A file that is read once, so far, from its beginning to its end. Raises EOFError where it is cut short."""

    def __init__(self, file: BufferedIOBase) -> None:
        self.file = file
        self.left = LONGEST_TAR

    def read(self, size: int) -> bytes:
        piece = self.file.read(self._bounded(size))
        if len(piece) < size:
            raise EOFError
        return piece

    def skip(self, size: int) -> None:
        for _ in range(size // PIECE):
            self.read(PIECE)
        self.read(size % PIECE)

    def drain(self) -> None:
        while self.file.read(self._bounded(PIECE)):
            pass

    def _bounded(self, size: int) -> int:
        self.left -= size
        if self.left < 0:
            raise Refused(f"unpacks to more than {LONGEST_TAR // 2**20} MiB: leave out what is not yours, such as .tox")
        return size


def members(file: BufferedIOBase, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, Read]]:
    """Name and content of each that is wanted. Raises Refused where this is no tar, and other errors where it is
    damaged."""
    tar, longer_name, read = _Stream(file), b"", 0
    block = tar.file.read(BLOCKSIZE)
    if not block.startswith(MAGIC, MAGIC_AT):
        raise Refused("is neither a folder nor a .zip nor a .tar.gz")
    for _ in range(MOST_MEMBERS):
        if block == bytes(BLOCKSIZE):
            return tar.drain()  # a gzipped one has a checksum at its end
        header = TarInfo.frombuf(block, *ENCODING)
        left = 0 if header.type in EMPTY else header.size
        if left < 0:
            raise tarfile.ReadError("a size below zero")
        start = b""
        if header.type in (tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME):
            start = tar.read(min(left, LONGEST_HEADER))
            path = PAX_PATH.search(start) if header.type == tarfile.XHDTYPE else re.match(rb"([^\0]*)", start)
            longer_name = path[1] if path else longer_name
        else:
            name, longer_name = longer_name.decode(*ENCODING) or header.name, b""
            if is_wanted(name):
                start = tar.read(min(left, LONGEST + 1)) if header.type in PLAIN else b""
                read += len(start)
                if read > MOST_READ:
                    raise Unreadable("The archive holds too many files.")
                yield name, _reader(header, start)
        tar.skip(left - len(start) + -left % BLOCKSIZE)
        block = tar.read(BLOCKSIZE)
    raise Unreadable("The archive has too many entries.")


def _reader(header: TarInfo, content: bytes) -> Read:
    if header.type not in PLAIN:
        return refusing(LINKS.get(header.type, "is not a regular file"))
    return lambda: content
