"""What is taken from a submission, and what a hostile or careless one comes to."""

import ast
import errno
import gzip
import io
import itertools
import os
import random
import socket
import struct
import tarfile
import time
import tracemalloc
import warnings
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.intake import Submission, Unreadable, disk, submission
from grading.intake.source import source
from grading.intake.wanted import HAND_IN, WANTED, Refused
from grading.paths import ROOT
from spec.version import version

HEAD, BLOCK = "x = 'head'\n", "x = 'block'\n"
TWO = {"head_v4.py": HEAD, "block_v1.py": BLOCK}
LONGEST = 256 * 1024


def bytes_of(text):
    return text.encode() if isinstance(text, str) else text


def in_folder(path, files):
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(bytes_of(text))
    return path


def zipped(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that is there twice
        for member, text in files.items() if isinstance(files, dict) else files:
            archive.writestr(member, bytes_of(text))
    return out.getvalue()


def tarred(files, form=tarfile.PAX_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for member, text in files.items() if isinstance(files, dict) else files:
            member = member if isinstance(member, tarfile.TarInfo) else tarfile.TarInfo(member)
            member.size = len(bytes_of(text))
            archive.addfile(member, io.BytesIO(bytes_of(text)))
    return out.getvalue()


def tar_gzipped(files):
    return gzip.compress(tarred(files))


def special(kind, name="head_v4.py", target="block_v1.py"):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


def unix(mode, name="head_v4.py"):
    member = zipfile.ZipInfo(name)
    member.external_attr = mode << 16
    return member


def found(path):
    """The files that are read, and what is said of the others."""
    taken = submission(path)
    return set(taken.sources), taken.notes


def only_block(path, note):
    return found(path) == ({"block_v1"}, (note,))


def why_not(path):
    with pytest.raises(Unreadable) as caught:
        submission(path)
    assert str(caught.value).endswith(HAND_IN)
    return str(caught.value).removesuffix(HAND_IN).strip()


@contextmanager
def as_nobody():
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def file(tmp_path):
    """Writes an archive."""

    def write(content, name="homework"):
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return write


@pytest.fixture(params=[zipped, tarred, tar_gzipped])
def archive(request, file):
    """Writes an archive of each kind."""
    return lambda files: file(request.param(files))


@pytest.fixture(params=["folder", zipped, tarred, tar_gzipped])
def handed_in(request, tmp_path, file):
    """Hands files in, in each of the ways there are."""
    in_a_folder = request.param == "folder"
    return lambda files: in_folder(tmp_path / "homework", files) if in_a_folder else file(request.param(files))


# What is taken


def test_the_files_are_read_as_text(handed_in):
    assert submission(handed_in(TWO)) == Submission("homework", {"head_v4": HEAD, "block_v1": BLOCK}, ())


def test_they_may_lie_one_folder_down(handed_in):
    assert found(handed_in({f"숙제/{name}": text for name, text in TWO.items()})) == ({"head_v4", "block_v1"}, ())


def test_the_skeleton_is_read_whole(handed_in):
    files = {path.name: path.read_text() for path in (Path(__file__).parents[2] / "student").glob("*.py")}
    sources, notes = found(handed_in(files))
    assert sources == set(WANTED) and len(WANTED) == 15
    assert notes == ("gpt_v4.py is provided by the course; yours is not used.",)


def test_nothing_else_is_taken_or_spoken_of(handed_in):
    others = ("conftest.py", "torch.py", "x.pth", "spec/run.py", "Head_V4.py", "head_v4.pyc", "head_v4.py.bak")
    assert found(handed_in(dict.fromkeys(others, "x") | TWO)) == ({"head_v4", "block_v1"}, ())


def test_the_top_comes_before_a_folder(handed_in):
    assert found(handed_in({"head_v4.py": HEAD, "old/block_v1.py": BLOCK})) == ({"head_v4"}, ())


def test_two_folders_that_hold_files_are_named(handed_in):
    files = {"new/head_v4.py": HEAD, "old/head_v4.py": HEAD, "data/x.txt": ""}
    assert why_not(handed_in(files)) == "homework holds files of the course in more than one folder: new and old."


def test_folders_that_a_system_adds_do_not_count(handed_in):
    files = {"hw/head_v4.py": HEAD, "__MACOSX/head_v4.py": "", ".git/head_v4.py": ""}
    assert found(handed_in(files)) == ({"head_v4"}, ())


def test_files_two_folders_down_are_not_found(handed_in):
    assert "neither at its top nor one folder down" in why_not(handed_in({"a/b/head_v4.py": HEAD}))


def test_where_there_is_no_file_it_says_what_was_expected(handed_in):
    with pytest.raises(Unreadable) as caught:
        submission(handed_in({"notes.txt": "", "gpt_v4.py": ""}))
    assert "No file of the course was found in homework" in str(caught.value)
    assert all(f"{file}.py" in str(caught.value) for file in WANTED)
    assert "gpt_v4.py" not in str(caught.value)


def test_a_name_is_made_printable_and_short(tmp_path):
    path = in_folder(tmp_path / ("\x1b]52;c\n\u202e" + "a" * 100), {"head_v4.py": HEAD})
    name = submission(path).name
    assert name.startswith("\\x1b]52;c\\n\\u202ea")
    assert name.isprintable() and len(name) < 100
    two = in_folder(tmp_path / "two", {"\x1b[2J\na/head_v4.py": "", "\udcffb/head_v4.py": ""})
    assert "\\x1b[2J\\na and \\udcffb" in why_not(two)


# One file's text


def test_a_file_that_cannot_be_read_costs_no_other(handed_in):
    refused = {
        "gpt_v1.py": "#" * (LONGEST + 1),
        "gpt_v2.py": b"x = '\xe9'",
        "gpt_v3.py": "x = 1\0",
        "head_v1.py": "x = 1".encode("utf-16"),
        "head_v2.py": "# -*- coding: latin-1 -*-\n",
        "head_v3.py": "#" * LONGEST,
    }
    sources, notes = found(handed_in(refused | TWO))
    assert sources == {"head_v3", "head_v4", "block_v1"}
    assert set(notes) == {
        "gpt_v1.py is larger than 256 KiB and was not read.",
        "gpt_v2.py is not UTF-8 text and was not read.",
        "gpt_v3.py holds a NUL character and was not read.",
        "head_v1.py is not UTF-8 text and was not read.",
        "head_v2.py declares an encoding other than UTF-8 and was not read.",
    }


def test_where_none_can_be_read_it_says_why(handed_in):
    why = "No file in homework could be read. head_v4.py holds a NUL character and was not read."
    assert why_not(handed_in({"head_v4.py": b"\0"})) == why


def test_a_byte_order_mark_is_removed():
    assert source(b"\xef\xbb\xbfx = 1\n") == "x = 1\n"


@pytest.mark.parametrize("name", ["utf-8", "UTF_8", "utf8", "utf-8-unix", "utf-8-sig"])
def test_utf_8_may_be_declared(name):
    text = f"#!/usr/bin/python\n# vim: set fileencoding={name} :\nx = 'é'\n"
    assert source(b"\xef\xbb\xbf" + text.encode()) == text


@pytest.mark.parametrize("line", ["# coding=utf-7", "\n# coding: cp1252", "\r# coding: cp1252", "#\f coding:nonsense"])
def test_another_encoding_may_not(line):
    with pytest.raises(Refused, match="encoding"):
        source(f"{line}\nx = 'é'\n".encode())


def test_of_two_declarations_the_first_counts():
    text = "# coding: utf-8\n# coding: latin-1\nx = 'é'\n"
    assert source(text.encode()) == text


def test_what_only_looks_like_a_declaration_is_none():
    for text in ("x = 'é'  # coding: latin-1\n", "x = 1\n# coding: latin-1\n", "#\n#\n# coding: latin-1\n"):
        assert source(text.encode()) == text


PIECES = ["\n", "\r", "\f", " ", "#", "coding", ":", "=", "latin-1", "utf-8", "utf8", "\ufeff", "x", "'é'", "\\", ";"]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_the_text_is_the_same_program_as_str_and_as_bytes(pieces):
    def program(code):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.dump(ast.parse(code))
        except SyntaxError:
            return "no program"

    content = "".join(pieces).encode()
    try:
        text = source(content)
    except Refused:
        return
    assert program(text) == program(text.encode())
    if program(content) != "no program":
        assert program(text) == program(content)


# Folders


def test_a_symbolic_link_in_a_folder_is_not_followed(tmp_path):
    path = in_folder(tmp_path / "homework", {"block_v1.py": BLOCK})
    (path / "head_v4.py").symlink_to("block_v1.py")
    assert only_block(path, "head_v4.py is a symbolic link and was not read.")
    (path / "block_v1.py").rename(path / "gpt_v1.py")
    assert found(path)[1] == ("head_v4.py is a symbolic link and was not read.",)


def test_nor_is_one_to_the_folder_one_down_or_to_all_of_it(tmp_path):
    elsewhere = in_folder(tmp_path / "elsewhere", TWO)
    (tmp_path / "homework").mkdir()
    (tmp_path / "homework" / "inner").symlink_to(elsewhere)
    assert "No file of the course was found" in why_not(tmp_path / "homework")
    (tmp_path / "link").symlink_to(elsewhere)
    assert why_not(tmp_path / "link") == "link is a symbolic link."


def test_a_folder_a_fifo_or_a_socket_in_place_of_a_file_is_not_waited_for(tmp_path, monkeypatch):
    path = in_folder(tmp_path / "homework", {"block_v1.py": BLOCK})
    monkeypatch.chdir(path)  # a socket's path may not be long
    (path / "gpt_v1.py").mkdir()
    os.mkfifo(path / "gpt_v2.py")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("gpt_v3.py")
        sources, notes = found(path)
    assert sources == {"block_v1"}
    assert notes[:2] == tuple(f"{file}.py is not a regular file and was not read." for file in ("gpt_v1", "gpt_v2"))
    assert notes[2].startswith("gpt_v3.py cannot be read (")


def test_a_file_that_may_not_be_opened_costs_no_other(tmp_path, monkeypatch):
    path = in_folder(tmp_path, TWO)
    (path / "head_v4.py").chmod(0)
    path.chmod(0o755)
    monkeypatch.chdir(path)  # the folders above it are closed to others
    with as_nobody():
        assert only_block(Path("."), "head_v4.py cannot be read (Permission denied) and was not read.")


def test_a_folder_that_may_not_be_opened_holds_nothing(tmp_path, monkeypatch):
    path = in_folder(tmp_path, {"closed/head_v4.py": HEAD, "hw/block_v1.py": BLOCK})
    (path / "closed").chmod(0)
    path.chmod(0o755)
    monkeypatch.chdir(path)
    with as_nobody():
        assert found(Path(".")) == ({"block_v1"}, ())


def test_nothing_is_left_open(tmp_path):
    path = in_folder(tmp_path / "homework", {"hw/head_v4.py": HEAD})
    (path / "hw" / "block_v1.py").mkdir()
    before = os.listdir("/dev/fd")
    found(path)
    assert os.listdir("/dev/fd") == before


def test_a_large_folder_is_listed_only_so_far(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "MOST_ENTRIES", 10)
    path = in_folder(tmp_path / "homework", {f"{i}.txt": "" for i in range(9)} | {"hw/head_v4.py": HEAD})
    assert found(path) == ({"head_v4"}, ())
    assert "over 10 other entries" in why_not(in_folder(path, {"one more": ""}))
    assert found(in_folder(path, {"head_v4.py": HEAD})) == ({"head_v4"}, ())


# Neither a folder nor an archive


def test_what_cannot_be_opened_is_said_in_a_sentence(tmp_path, monkeypatch):
    assert why_not(tmp_path / "nothing") == "nothing does not exist."
    assert why_not(tmp_path / "no\0thing") == "no\\x00thing has a name that no file can have."
    assert why_not(tmp_path / "\ud800") == "\\ud800 has a name that no file can have."
    assert why_not(in_folder(tmp_path, {"a": ""}) / "a" / "b") == "b cannot be read (Not a directory)."
    assert why_not(tmp_path / ("a" * 300)).endswith("... cannot be read (File name too long).")
    tmp_path.chmod(0)
    monkeypatch.chdir(tmp_path)
    with as_nobody():
        assert why_not(Path(".")) == ". cannot be read (Permission denied)."
    tmp_path.chmod(0o444)
    with as_nobody():
        assert why_not(Path(".")) == ". cannot be read (Permission denied)."


def test_a_disk_that_fails_while_it_is_read_is_told_of(tmp_path, monkeypatch):
    def failing(descriptor):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    path = in_folder(tmp_path / "homework", TWO)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fstat", failing)
        why = why_not(path)
    assert why == "homework cannot be read (Input/output error)."


def test_a_fifo_or_a_device_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "homework.zip")
    assert why_not(tmp_path / "homework.zip") == "homework.zip is not a regular file."
    assert why_not(Path("/dev/zero")) == "zero is not a regular file."


@pytest.mark.parametrize("content", [b"", b"x = 1\n", b"Rar!\x1a\x07\0", gzip.compress(b"x = 1\n"), bytes(10240)])
def test_a_file_of_another_kind_is_no_submission(file, content):
    assert why_not(file(content, "head_v4.py")) == "head_v4.py is neither a folder nor a .zip nor a .tar.gz."


def test_an_archive_is_known_by_its_content(file):
    assert found(file(tar_gzipped(TWO), "homework.zip")) == found(file(zipped(TWO), "homework.tar.gz"))


# Archives


@pytest.mark.parametrize("prefix", ["./", "hw/", "./hw/", "hw\\", ".\\", ".//hw//"])
def test_a_path_may_be_written_in_several_ways(archive, prefix):
    assert found(archive({prefix + name: text for name, text in TWO.items()})) == ({"head_v4", "block_v1"}, ())


@pytest.mark.parametrize("path", ["/", "../", "hw/../", "C:\\", "C:", "\\\\server\\share\\", "..\\..\\", "//"])
def test_a_path_that_leads_out_of_the_archive_is_noted(archive, path):
    note = "head_v4.py has a path that leads out of the archive and was not read."
    assert only_block(archive({path + "head_v4.py": HEAD, "block_v1.py": BLOCK}), note)
    assert note in why_not(archive({path + "head_v4.py": HEAD}))


@pytest.mark.parametrize(
    "name", ["head_v4.p\u0443", "\uff48ead_v4.py", "head_v4.py\u200b", "h\u0065\u0301ad_v4.py", " head_v4.py"]
)
def test_a_name_that_only_looks_right_is_another(archive, name):
    assert found(archive({name: HEAD, "block_v1.py": BLOCK})) == ({"block_v1"}, ())


@pytest.mark.parametrize("again", ["head_v4.py", "./head_v4.py"])
def test_a_file_that_is_there_twice_is_not_read(archive, again):
    files = [("head_v4.py", HEAD), ("block_v1.py", BLOCK), (again, HEAD)]
    assert only_block(archive(files), "head_v4.py is in the archive more than once and was not read.")


@pytest.mark.parametrize(
    "kind, what",
    [
        (tarfile.SYMTYPE, "a symbolic link"),
        (tarfile.LNKTYPE, "a hard link"),
        (tarfile.FIFOTYPE, "not a regular file"),
        (tarfile.CHRTYPE, "not a regular file"),
        (tarfile.BLKTYPE, "not a regular file"),
        (tarfile.DIRTYPE, "not a regular file"),
        (tarfile.GNUTYPE_SPARSE, "not a regular file"),
        (b"Z", "not a regular file"),
    ],
)
def test_a_tar_member_that_is_no_file_is_noted(file, kind, what):
    content = tarred([(special(kind), ""), ("block_v1.py", BLOCK)])
    assert only_block(file(content), f"head_v4.py is {what} and was not read.")


@pytest.mark.parametrize(
    "mode, what", [(0o120777, "a symbolic link"), (0o010644, "not a regular file"), (0o020644, "not a regular file")]
)
def test_a_zip_member_that_is_no_file_is_noted(file, mode, what):
    content = zipped([(unix(mode), "block_v1.py"), (unix(0o100644, "block_v1.py"), BLOCK)])
    assert only_block(file(content), f"head_v4.py is {what} and was not read.")
    content = zipped([(unix(0, "head_v4.py/"), ""), (unix(0, "block_v1.py"), BLOCK)])
    assert only_block(file(content), "head_v4.py is not a regular file and was not read.")


def test_an_encrypted_zip_member_is_noted(file):
    content = bytearray(zipped(TWO))
    assert content[content.index(b"PK\1\2") + 8] == 0
    content[content.index(b"PK\1\2") + 8] |= 1
    assert only_block(file(content), "head_v4.py is encrypted and was not read.")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 98])
def test_a_zip_member_that_is_compressed_in_another_way_is_noted(file, method):
    content = bytearray(zipped({"head_v4.py": bytes(10_000_000), "block_v1.py": BLOCK}))
    at = content.index(b"PK\1\2") + 10
    content[at : at + 2] = struct.pack("<H", method)
    assert only_block(file(content), "head_v4.py is compressed in an unusual way and was not read.")


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_every_format_of_tar_is_read(file, form):
    folder = "a" * 80 if form == tarfile.USTAR_FORMAT else "과제" * 60
    links = [(special(tarfile.SYMTYPE, "link", "b" * 90), "")]
    files = [(f"{folder}/{name}", text) for name, text in TWO.items()]
    assert found(file(tarred(links + files + [("a" * 99, "x")], form))) == ({"head_v4", "block_v1"}, ())


def test_a_link_has_no_content_whatever_size_it_claims(file):
    link = special(tarfile.SYMTYPE)
    link.size = 512
    note = "head_v4.py is a symbolic link and was not read."
    assert only_block(file(link.tobuf() + tarred({"block_v1.py": BLOCK})), note)


def test_a_global_header_of_git_archive_is_passed_over(file):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"comment": "c0ffee"}) as archive:
        archive.addfile(tarfile.TarInfo("head_v4.py"))
    assert found(file(out.getvalue())) == ({"head_v4"}, ())


# Damage


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


# Bombs, each within seconds that a run of the tests can spare


@pytest.fixture
def quick():
    start = time.process_time()
    yield
    assert time.process_time() - start < 5


@contextmanager
def at_most(mebibytes):
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < mebibytes * 2**20
    finally:
        tracemalloc.stop()


def test_a_large_archive_is_not_read(file, tmp_path):
    path = file(b"PK")
    os.truncate(path, 2**40)
    assert why_not(path) == "homework is larger than 16 MiB."


def test_a_member_is_decompressed_only_so_far(file, quick):
    path = file(zipped({"head_v4.py": bytes(50_000_000), "block_v1.py": BLOCK}))
    with at_most(20):
        assert only_block(path, "head_v4.py is larger than 256 KiB and was not read.")


def test_a_size_that_is_a_lie_is_damage(file, quick):
    content = bytearray(zipped({"head_v4.py": bytes(1000)}))
    at = content.index(b"PK\1\2") + 24
    content[at : at + 4] = struct.pack("<I", 10)
    assert why_not(file(content)) == "The archive is damaged or cut short."


def test_a_tar_is_unpacked_only_so_far(file, quick):
    path = file(tar_gzipped({"x": bytes(70 * 2**20)} | TWO))
    with at_most(100):
        assert why_not(path) == "homework unpacks to more than 32 MiB."


def test_a_hundred_thousand_members_are_too_many(file, quick):
    header = tarfile.TarInfo("x").tobuf(tarfile.USTAR_FORMAT)
    assert why_not(file(gzip.compress(header * 50_000 + bytes(1024)))) == "The archive has too many entries."
    record = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, *[0] * 7, 1, *[0] * 6) + b"x"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 100_000 % 2**16, 100_000 % 2**16, len(record) * 100_000, 0, 0)
    assert why_not(file(record * 100_000 + end)) == "The archive has too many entries."


def test_a_long_extended_header_takes_no_long_time(file, quick):
    for kind, content in itertools.product((b"x", b"g", b"K"), (b"2 " * 2**20, b"1" * 2**21, b"\n1" * 2**20)):
        members = [(special(kind, "x"), content), ("head_v4.py", HEAD)]
        assert found(file(tarred(members, tarfile.USTAR_FORMAT))) == ({"head_v4"}, ())


def test_a_long_name_takes_no_memory_to_speak_of(file):
    members = [(special(b"L", "x"), b"a/" * 2**22), ("x", ""), ("head_v4.py", HEAD)]
    path = file(tarred(members, tarfile.USTAR_FORMAT))
    with at_most(50):
        assert found(path) == ({"head_v4"}, ())


# Whatever comes


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
            assert all(isinstance(text, str) for text in taken.sources.values())
        except Unreadable as error:
            outcomes.add("unreadable")
            texts = [str(error)]
        assert len(texts) < 40 and all(text.isprintable() and len(text) < 4000 for text in texts)
    assert outcomes == {"read", "unreadable"}


@pytest.mark.parametrize("handed_in", [in_folder, None])
def test_files_of_another_kit_are_said_to_be_that(tmp_path, handed_in):
    def notes(said):
        files = TWO | {"VERSION": said}
        if handed_in:
            return submission(in_folder(tmp_path, files)).notes
        path = tmp_path / "mine.zip"
        path.write_bytes(zipped({f"student/{name}": text for name, text in files.items()}))
        return submission(path).notes

    theirs = f"{version(ROOT)}\n"
    assert notes(theirs) == notes("") == ()
    (note,) = notes("0.0.7\n")
    assert note.startswith("Your files are from version 0.0.7 of the kit, and the tests are version ")
    (note,) = notes("\xff\x1b[31m" * 10_000)
    assert len(note) < 200
