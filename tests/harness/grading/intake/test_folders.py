"""A folder is read without following, waiting or failing, whatever lies in it."""

import errno
import gzip
import os
import re
import socket
from pathlib import Path

import pytest
from archives import BLOCK, HEAD, TWO, as_nobody, found, in_folder, only_block, why_not, zipped

from harness.grading.intake import disk, zip_members


def test_a_symbolic_link_in_a_folder_is_not_followed(tmp_path):
    path = in_folder(tmp_path / "homework", {"block_v1.py": BLOCK})
    (path / "head_v4.py").symlink_to("block_v1.py")
    assert only_block(path, "head_v4.py is a symbolic link: hand in the file itself.")
    (path / "block_v1.py").rename(path / "gpt_v1.py")
    assert found(path)[1] == ("head_v4.py is a symbolic link: hand in the file itself.",)


def test_nor_is_one_to_the_folder_one_down_or_to_all_of_it(tmp_path):
    elsewhere = in_folder(tmp_path / "elsewhere", TWO)
    (tmp_path / "homework").mkdir()
    (tmp_path / "homework" / "inner").symlink_to(elsewhere)
    assert "No file of the course was found" in why_not(tmp_path / "homework")
    (tmp_path / "link").symlink_to(elsewhere)
    assert why_not(tmp_path / "link") == "link is a symbolic link: hand in the file itself."


def test_a_folder_a_fifo_or_a_socket_in_place_of_a_file_is_not_waited_for(tmp_path, monkeypatch):
    path = in_folder(tmp_path / "homework", {"block_v1.py": BLOCK})
    monkeypatch.chdir(path)  # a socket's path may not be long
    (path / "gpt_v1.py").mkdir()
    os.mkfifo(path / "gpt_v2.py")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("gpt_v3.py")
        sources, notes = found(path)
    assert sources == {"block_v1"}
    assert notes == ("Each of 3 files is not a regular file (gpt_v1.py, gpt_v2.py, gpt_v3.py).",)


@pytest.mark.parametrize("closed", [".", "hw", "hw/head_v4.py"])
def test_what_the_grader_may_not_read_is_no_fault_of_the_submission(tmp_path, monkeypatch, closed):
    path = in_folder(tmp_path, {"hw/head_v4.py": HEAD, "hw/block_v1.py": BLOCK})
    path.chmod(0o755)
    monkeypatch.chdir(path)  # the folders above it are closed to others
    (path / closed).chmod(0)
    with as_nobody(), pytest.raises(PermissionError):
        found(Path("."))


def test_nothing_is_left_open(tmp_path):
    path = in_folder(tmp_path / "homework", {"hw/head_v4.py": HEAD})
    (path / "hw" / "block_v1.py").mkdir()
    before = os.listdir("/dev/fd")
    found(path)
    assert os.listdir("/dev/fd") == before


def test_a_large_folder_is_listed_only_so_far(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "MOST_ENTRIES", 10)
    path = in_folder(tmp_path / "homework", {f"{i}.txt": "" for i in range(8)} | {"hw/head_v4.py": HEAD})
    assert found(path) == ({"head_v4"}, ())
    assert "No file of the course was found" in why_not(in_folder(path, {"9.txt": "", "10.txt": ""}))


def test_what_nobody_could_open_is_said_in_a_sentence(tmp_path):
    assert why_not(tmp_path / "nothing") == "nothing does not exist."
    assert why_not(tmp_path / "no\0thing") == "no\\x00thing has a name that no file can have."
    assert why_not(tmp_path / "\ud800") == "\\ud800 has a name that no file can have."
    assert why_not(in_folder(tmp_path, {"a": ""}) / "a" / "b") == "b is not a folder."
    assert why_not(tmp_path / ("a" * 300)).endswith(" ... has too long a name.")


@pytest.mark.parametrize("number", [errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES])
@pytest.mark.parametrize("function", ["fstat", "open", "scandir", "pread"])
def test_a_disk_that_fails_is_no_fault_of_the_submission(tmp_path, monkeypatch, function, number):
    def failing(*arguments, **others):
        raise OSError(number, os.strerror(number))

    path = in_folder(tmp_path / "homework", TWO)
    with monkeypatch.context() as patch:
        patch.setattr(os, function, failing)
        with pytest.raises(OSError, match=re.escape(os.strerror(number))):
            found(path)


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOMEM])
def test_nor_is_one_that_fails_in_the_middle_of_an_archive(file, monkeypatch, number):
    def failing(*arguments):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(zip_members, "members", failing)
    with pytest.raises(OSError, match=re.escape(os.strerror(number))):
        found(file(zipped(TWO)))


def test_a_fifo_or_a_device_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "homework.zip")
    assert why_not(tmp_path / "homework.zip") == "homework.zip is not a regular file."
    assert why_not(Path("/dev/zero")) == "zero is not a regular file."


@pytest.mark.parametrize(
    "content", [b"", b"x = 1\n", b"Rar!\x1a\x07\0", gzip.compress(b"x = 1\n", mtime=0), bytes(10240)]
)
def test_a_file_of_another_kind_is_no_submission(file, content):
    assert why_not(file(content, "head_v4.py")) == "head_v4.py is neither a folder nor a .zip nor a .tar.gz."
