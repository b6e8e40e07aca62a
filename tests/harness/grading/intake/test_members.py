"""The members of an archive: how a path may be written, and what is no file."""

import io
import struct
import tarfile
import zipfile

import pytest
from archives import BLOCK, HEAD, TWO, found, only_block, special, tar_gzipped, tarred, unix, why_not, zipped


def test_an_archive_is_known_by_its_content(file):
    assert found(file(tar_gzipped(TWO), "homework.zip")) == found(file(zipped(TWO), "homework.tar.gz"))


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
    assert found(archive({name: HEAD, "block_v1.py": BLOCK}))[0] == {"block_v1"}


@pytest.mark.parametrize("again", ["head_v4.py", "./head_v4.py"])
def test_a_file_that_is_there_twice_is_not_read(archive, again):
    files = [("head_v4.py", HEAD), ("block_v1.py", BLOCK), (again, HEAD)]
    assert only_block(archive(files), "head_v4.py is in the archive more than once.")


@pytest.mark.parametrize(
    "kind, what",
    [
        (tarfile.SYMTYPE, "a symbolic link: hand in the file itself"),
        (tarfile.LNKTYPE, "a hard link: hand in the file itself"),
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
    assert only_block(file(content), f"head_v4.py is {what}.")


@pytest.mark.parametrize(
    "mode, what",
    [
        (0o120777, "a symbolic link: hand in the file itself"),
        (0o010644, "not a regular file"),
        (0o020644, "not a regular file"),
    ],
)
def test_a_zip_member_that_is_no_file_is_noted(file, mode, what):
    content = zipped([(unix(mode), "block_v1.py"), (unix(0o100644, "block_v1.py"), BLOCK)])
    assert only_block(file(content), f"head_v4.py is {what}.")
    content = zipped([(unix(0, "head_v4.py/"), ""), (unix(0, "block_v1.py"), BLOCK)])
    assert only_block(file(content), "head_v4.py is not a regular file.")


def test_an_encrypted_zip_member_is_noted(file):
    content = bytearray(zipped(TWO))
    assert content[content.index(b"PK\1\2") + 8] == 0
    content[content.index(b"PK\1\2") + 8] |= 1
    assert only_block(file(content), "head_v4.py is encrypted: hand it in without a password.")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 98])
def test_a_zip_member_that_is_compressed_in_another_way_is_noted(file, method):
    content = bytearray(zipped({"head_v4.py": bytes(10_000_000), "block_v1.py": BLOCK}))
    at = content.index(b"PK\1\2") + 10
    content[at : at + 2] = struct.pack("<H", method)
    assert only_block(file(content), "head_v4.py is compressed in an unusual way.")


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_every_format_of_tar_is_read(file, form):
    folder = "a" * 80 if form == tarfile.USTAR_FORMAT else "과제" * 60
    links = [(special(tarfile.SYMTYPE, "link", "b" * 90), "")]
    files = [(f"{folder}/{name}", text) for name, text in TWO.items()]
    assert found(file(tarred(links + files + [("a" * 99, "x")], form))) == ({"head_v4", "block_v1"}, ())


def test_a_link_has_no_content_whatever_size_it_claims(file):
    link = special(tarfile.SYMTYPE)
    link.size = 512
    note = "head_v4.py is a symbolic link: hand in the file itself."
    assert only_block(file(link.tobuf() + tarred({"block_v1.py": BLOCK})), note)


def test_a_global_header_of_git_archive_is_passed_over(file):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"comment": "c0ffee"}) as archive:
        archive.addfile(tarfile.TarInfo("head_v4.py"))
    assert found(file(out.getvalue())) == ({"head_v4"}, ())
