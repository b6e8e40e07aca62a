"""Archives that lead out of their folder, or grow without end. The tests of the intake have more of them."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from oddities import Sources, odd, without_head, write

Entry = tuple[str | zipfile.ZipInfo, str]


def _zipped(folder: Path, entries: Iterable[Entry]) -> Path:
    path = write(folder, {}) / "it.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries:
            archive.writestr(name, text)
    return path


def _linked(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


def _tarred(folder: Path, sources: Sources, *more: tarfile.TarInfo) -> Path:
    path = write(folder, {}) / "it.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in sources.items():
            archive.addfile(_member(name, size=len(text.encode())), io.BytesIO(text.encode()))
        for member in more:
            archive.addfile(member, io.BytesIO(bytes(member.size)) if member.isreg() else None)
    return path


def _member(name: str, kind: bytes = tarfile.REGTYPE, to: str = "", size: int = 0) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, to, size
    return info


@odd("Entries lead out of the folder into which the archive is unpacked.")
def zip_slip(folder: Path, sources: Sources) -> Path:
    names = ("../head_v3.py", "../../../../tmp/slipped.py", "/tmp/slipped.py", "a/../../slipped.py", "..\\slipped.py")
    return _zipped(folder, [*without_head(sources).items(), *((name, sources["head_v3.py"]) for name in names)])


@odd("An entry is a symbolic link to the answers; another is written through it.")
def zip_with_links(folder: Path, sources: Sources) -> Path:
    links = [
        (_linked("head_v3.py"), str(Path(__file__).parents[3] / "reference" / "head_v3.py")),
        (_linked("d"), "/tmp"),
    ]
    return _zipped(folder, [*without_head(sources).items(), *links, ("d/slipped.py", "x")])


@odd("An archive in which all entries share the same 100 MB: each is small, their sum is not.", unreadable=True)
def zip_of_overlapping_entries(folder: Path, sources: Sources) -> Path:
    path = _zipped(folder, [("head_v3.py", " " * 10**8)])
    packed = path.read_bytes()
    directory = packed.index(b"PK\1\2")
    end = packed.index(b"PK\5\6")
    entry = packed[directory:end]
    size = struct.pack("<HHII", 1000, 1000, len(entry) * 1000, directory)
    path.write_bytes(packed[:directory] + entry * 1000 + packed[end : end + 8] + size + b"\0\0")
    return path


@odd("Members lead out of the folder, or are links, devices and FIFOs.")
def tar_slip(folder: Path, sources: Sources) -> Path:
    answer = str(Path(__file__).parents[3] / "reference" / "head_v3.py")
    odd_ones = (
        _member("head_v3.py", tarfile.SYMTYPE, answer),
        _member("head_v3.py", tarfile.LNKTYPE, answer),
        _member("../slipped.py", size=5),
        _member("/tmp/slipped.py", size=5),
        _member("zero", tarfile.CHRTYPE),
        _member("pipe", tarfile.FIFOTYPE),
        _member("d", tarfile.SYMTYPE, "/tmp"),
        _member("d/slipped.py", size=5),
    )
    return _tarred(folder, without_head(sources), *odd_ones)


@odd("1 GB of blanks, packed into 1 MB.")
def tar_bomb(folder: Path, sources: Sources) -> Path:
    path = write(folder, {}) / "it.tar.gz"
    with gzip.open(path, "wb", 1) as file, tarfile.open(fileobj=file, mode="w") as archive:
        for name, text in without_head(sources).items():
            archive.addfile(_member(name, size=len(text.encode())), io.BytesIO(text.encode()))
        file.write(_member("head_v3.py", size=10**9).tobuf())
        for _ in range(1000):
            file.write(b" " * 10**6)
    return path
