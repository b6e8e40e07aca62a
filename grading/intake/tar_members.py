"""The members of a tar archive in memory, each with a way to read it.

The headers are tarfile's, the walk from one to the next is not: TarFile takes time and memory that grow with the square
of an extended header's length, and ends quietly where an archive is cut short.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from tarfile import BLOCKSIZE, TarInfo

from grading.intake.wanted import Read, Refused, Unreadable, refusing

MOST_MEMBERS = 10_000
MAGIC, MAGIC_AT = b"ustar", 257
ENCODING = "utf-8", "surrogateescape"
PAX_PATH = re.compile(rb"(?:\A|\n)\d+ path=([^\n]*)\n")
PLAIN = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
LINKS = {tarfile.SYMTYPE: "is a symbolic link", tarfile.LNKTYPE: "is a hard link"}
EMPTY = (*LINKS, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE)  # whatever size they claim


def members(tar: bytes) -> Iterator[tuple[str, Read]]:
    """Name and content of each. Raises Refused where this is no tar, tarfile's errors where it is damaged."""
    if not tar.startswith(MAGIC, MAGIC_AT):
        raise Refused("is neither a folder nor a .zip nor a .tar.gz")
    start, longer_name = 0, b""
    for _ in range(MOST_MEMBERS):
        block = tar[start : start + BLOCKSIZE]
        if block == bytes(BLOCKSIZE):
            return
        header = TarInfo.frombuf(block, *ENCODING)
        start += BLOCKSIZE
        end = start + (0 if header.type in EMPTY else header.size)
        if end < start:
            raise tarfile.ReadError("a size below zero")
        if header.type == tarfile.XHDTYPE:
            path = PAX_PATH.search(tar[start:end])
            longer_name = path[1] if path else longer_name
        elif header.type == tarfile.GNUTYPE_LONGNAME:
            longer_name = tar[start:end].partition(b"\0")[0]
        else:
            yield longer_name.decode(*ENCODING) or header.name, _reader(tar, header, start)
            longer_name = b""
        start = end + -end % BLOCKSIZE
    raise Unreadable("The archive has too many entries.")


def _reader(tar: bytes, header: TarInfo, start: int) -> Read:
    if header.type not in PLAIN:
        return refusing(LINKS.get(header.type, "is not a regular file"))
    return lambda: tar[start : start + header.size]
