"""A folder is read without following, waiting or failing, whatever lies in it."""

import errno
import gzip
import os
import socket
from pathlib import Path

import pytest
from archives import BLOCK, HEAD, TWO, as_nobody, found, in_folder, only_block, why_not

from grading.intake import disk


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


@pytest.mark.parametrize(
    "content", [b"", b"x = 1\n", b"Rar!\x1a\x07\0", gzip.compress(b"x = 1\n", mtime=0), bytes(10240)]
)
def test_a_file_of_another_kind_is_no_submission(file, content):
    assert why_not(file(content, "head_v4.py")) == "head_v4.py is neither a folder nor a .zip nor a .tar.gz."
