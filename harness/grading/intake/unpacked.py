"""A compressed file as a stream of what it holds, in little memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from io import BufferedIOBase
from typing import BinaryIO

MEMORY = 2**27  # bytes: twice what xz -9 asks for
PIECE = 2**16


class _Xz(io.RawIOBase):
    """LZMAFile takes as much memory as the file says that it needs; this one takes MEMORY at most."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.stream = lzma.LZMADecompressor(memlimit=MEMORY)

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        piece = b""
        while not piece and not self.stream.eof:
            packed = self.file.read(PIECE) if self.stream.needs_input else b""
            if self.stream.needs_input and not packed:
                raise EOFError
            piece = self.stream.decompress(packed, len(into))
        into[: len(piece)] = piece
        return len(piece)


def unpacked(file: BinaryIO) -> BufferedIOBase:
    """What a file holds that is compressed by gzip, bzip2 or xz, or else the file itself, from its beginning."""
    file.seek(0)
    start = file.read(2)
    file.seek(0)
    if start == b"\x1f\x8b":
        return gzip.GzipFile(fileobj=file)
    if start == b"BZ":
        return bz2.BZ2File(file)
    if start == b"\xfd7":
        return io.BufferedReader(_Xz(file))
    assert isinstance(file, BufferedIOBase)
    return file
