"""A damaged archive, or a bomb, is told of within a moment, and nothing else is ever raised."""

import gzip
import itertools
import lzma
import os
import random
import struct
import tarfile
import time
import tracemalloc
import zipfile
from contextlib import contextmanager

import pytest
from archives import BLOCK, HEAD, TWO, found, only_block, special, tar_gzipped, tarred, why_not, zipped

from harness.grading.intake import Unreadable, submission, tar_members


def test_an_archive_that_is_cut_short_is_damaged(archive):
    path = archive({name: random.Random(0).randbytes(5000).hex() for name in TWO})
    content = path.read_bytes()
    for length in range(600, len(content) - 10240, 397):
        path.write_bytes(content[:length])
        assert why_not(path) == "The archive is damaged or cut short."


def test_a_plain_tar_without_its_end_is_damaged(file):
    content = tarred(TWO)
    assert content[2048:] == bytes(len(content) - 2048)
    assert why_not(file(content[:2048])) == "The archive is damaged or cut short."


def test_a_gzip_stream_without_its_checksum_is_damaged(file):
    assert why_not(file(tar_gzipped(TWO)[:-8])) == "The archive is damaged or cut short."


def test_a_changed_byte_in_what_is_read_is_damage(file):
    for content in (zipped(TWO, zipfile.ZIP_STORED), tar_gzipped(TWO)):
        broken = bytearray(content)
        at = broken.find(HEAD.encode()) if HEAD.encode() in broken else len(broken) - 8
        broken[at] ^= 1
        assert why_not(file(broken)) == "The archive is damaged or cut short."


def field(at, content):
    """A tar header of which a field is overwritten and the sum is right again."""
    header = bytearray(tarfile.TarInfo("head_v4.py").tobuf(tarfile.GNU_FORMAT))
    header[at : at + len(content)] = content
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


@pytest.mark.parametrize("size", [b"\xff" * 12, b"\xff" * 11 + b"\0", b"\x80" + b"\x7f" * 11, b"77777777777\0"])
def test_a_size_that_cannot_be_is_damage(file, size):
    content = field(124, size) + tarred(TWO)
    assert why_not(file(content)) == "The archive is damaged or cut short."


@pytest.fixture
def quick():
    start = time.process_time()
    yield
    assert time.process_time() - start < 30, "the time is not linear"


@contextmanager
def at_most(mebibytes):
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < mebibytes * 2**20
    finally:
        tracemalloc.stop()


def test_a_large_archive_is_not_read_whole(file, quick):
    path = file(b"PK")
    os.truncate(path, 2**40)
    with at_most(20):
        assert why_not(path) == "The archive is damaged or cut short."


@pytest.mark.parametrize("make", [zipped, tarred, tar_gzipped])
def test_what_lies_beside_the_files_may_be_large(file, make, quick):
    weights, tool = {"hw/weights.bin": random.Random(0).randbytes(17 * 2**20)}, {"hw/.tox/lib/head_v4.py": "x"}
    path = file(make(weights | tool | {f"hw/student/{name}": text for name, text in TWO.items()}))
    with at_most(20):
        assert found(path) == ({"head_v4", "block_v1"}, ())


def test_a_member_is_decompressed_only_so_far(file, quick):
    path = file(zipped({"head_v4.py": bytes(50_000_000), "block_v1.py": BLOCK}))
    with at_most(20):
        assert only_block(path, "head_v4.py is larger than 256 KiB.")


def test_a_size_that_is_a_lie_is_damage(file, quick):
    content = bytearray(zipped({"head_v4.py": bytes(1000)}))
    at = content.index(b"PK\1\2") + 24
    content[at : at + 4] = struct.pack("<I", 10)
    assert why_not(file(content)) == "The archive is damaged or cut short."


def test_a_tar_is_unpacked_only_so_far(file, quick, monkeypatch):
    monkeypatch.setattr(tar_members, "LONGEST_TAR", 32 * 2**20)
    path = file(tar_gzipped({"x": bytes(70 * 2**20)} | TWO))
    with at_most(20):
        assert why_not(path).startswith("homework unpacks to more than 32 MiB: leave out what is not yours")


def test_an_archive_takes_no_more_memory_because_it_asks_for_it(file):
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 2**30}]
    path = file(lzma.compress(tarred(TWO), lzma.FORMAT_XZ, filters=filters))
    assert why_not(path) == "The archive is damaged or cut short."


def test_a_hundred_thousand_members_are_too_many(file, quick):
    header = tarfile.TarInfo("x").tobuf(tarfile.USTAR_FORMAT)
    assert why_not(file(gzip.compress(header * 100_001 + bytes(1024)))) == "The archive has too many entries."
    record = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, *[0] * 7, 1, *[0] * 6) + b"x"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 200_000 % 2**16, 200_000 % 2**16, len(record) * 200_000, 0, 0)
    assert why_not(file(record * 200_000 + end)) == "The archive has too many entries."


def test_a_long_extended_header_takes_no_long_time(file, quick):
    for kind, content in itertools.product((b"x", b"g", b"K"), (b"2 " * 2**20, b"1" * 2**21, b"\n1" * 2**20)):
        members = [(special(kind, "x"), content), ("head_v4.py", HEAD)]
        assert found(file(tarred(members, tarfile.USTAR_FORMAT))) == ({"head_v4"}, ())


def test_a_long_name_takes_no_memory_to_speak_of(file):
    members = [(special(b"L", "x"), b"a/" * 2**22), ("x", ""), ("head_v4.py", HEAD)]
    path = file(tarred(members, tarfile.USTAR_FORMAT))
    with at_most(50):
        assert found(path) == ({"head_v4"}, ())


def test_no_other_exception_is_ever_raised(file):
    draw = random.Random(0)
    seeds = [make(TWO | {"숙제/x": "", "gpt_v4.py": ""}) for make in (zipped, tarred, tar_gzipped)]
    seeds += [b"PK\3\4" + draw.randbytes(200), b"\x1f\x8b\x08" + draw.randbytes(200), draw.randbytes(600)]
    outcomes = set()
    for i in range(700):
        content = bytearray(seeds[i % len(seeds)])
        for _ in range(draw.randrange(1, 6)):
            content[draw.randrange(len(content))] = draw.choice((0, 1, 0x7F, 0x80, 0xFF, draw.randrange(256)))
        if draw.random() < 0.3:
            at = draw.randrange(len(content))
            del content[at : at + draw.randrange(1, 50)]
        try:
            taken = submission(file(gzip.compress(content, 0) if draw.random() < 0.2 else content))
            outcomes.add("read")
            texts = [taken.name, *taken.notes]
            assert all(isinstance(text, str) for text in taken.files.sources.values())
        except Unreadable as error:
            outcomes.add("unreadable")
            texts = [str(error)]
        assert len(texts) < 40 and all(text.isprintable() and len(text) < 4000 for text in texts)
    assert outcomes == {"read", "unreadable"}
