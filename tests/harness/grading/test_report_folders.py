"""Each submission has a folder of reports of its own, in this run and in the next."""

import errno
import fcntl
import os
import time
from pathlib import Path

import pytest

from harness.grading.reports.folders import TABLE, alone, folders, replace_files, sweep


@pytest.mark.parametrize(
    "names",
    [
        ("x", "x", "x~2"),
        (TABLE, "x"),
        (TABLE, TABLE),
        ("\u6f22" * 85,) * 3,
        (".", "..", "\udcff", "a/b", "-"),
        (".lock", ".lock"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_each_submission_has_a_folder_of_its_own(tmp_path, names):
    paths = [Path("/submissions", str(i), name) for i, name in enumerate(names)]
    found = folders(paths, tmp_path, {})
    assert len(set(found)) == len(names)
    assert TABLE not in found
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == set(found)
    assert folders(paths, tmp_path, dict(zip(paths, found))) == found


def test_one_of_a_class_that_is_graded_again_has_the_folder_that_it_had(tmp_path):
    a, b, c = (Path(f"/{student}/sub.zip") for student in "abc")
    assert folders([a, b], tmp_path, {}) == ["sub.zip", "sub.zip~2"]
    there = {a: "sub.zip", b: "sub.zip~2"}
    assert folders([b], tmp_path, there) == ["sub.zip~2"]
    assert folders([c, b], tmp_path, there) == ["sub.zip~3", "sub.zip~2"]


def test_a_folder_is_called_like_its_submission(tmp_path):
    names = ["mina.zip", "cafe\u0301", "a b", "가나", "..", "-x"]
    found = folders([Path("/in", name) for name in names], tmp_path, {})
    assert found == ["mina.zip", "caf\u00e9", "a_b", "가나", "submission", "x"]


def test_a_folder_that_somebody_else_made_is_left_alone(tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "x/precious").touch()
    assert folders([Path("/x")], tmp_path, {}) == ["x~2"]


def test_a_folder_that_a_killed_run_has_made_and_not_used_is_taken(tmp_path):
    (tmp_path / "x").mkdir()
    assert folders([Path("/a/x"), Path("/b/x")], tmp_path, {}) == ["x", "x~2"]


@pytest.mark.parametrize("name", ["sub.zip", "sub.zip~{}", "{}"])
def test_folders_for_thousands_are_found_in_a_moment(tmp_path, name):
    paths = [Path("/", str(i), name.format(i)) for i in range(3000)]
    started = time.process_time()
    found = folders(paths, tmp_path, {})
    folders(paths, tmp_path, dict(zip(paths, found)))
    assert time.process_time() - started < 5


def test_one_process_at_a_time_is_alone_in_a_folder(tmp_path):
    with alone(tmp_path) as first, alone(tmp_path) as second:
        assert (first, second) == (True, False)
    with alone(tmp_path) as third:
        assert third


def test_a_drive_that_knows_no_locks_keeps_nobody_out(tmp_path, monkeypatch):
    monkeypatch.setattr(fcntl, "flock", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOLCK, "No locks available")))
    with alone(tmp_path) as is_alone:
        assert is_alone


def test_what_a_killed_process_has_half_written_is_swept_away(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "replace", lambda *_: os._exit(0))
    if (child := os.fork()) == 0:
        replace_files(tmp_path, {"a": "half"})
    os.waitpid(child, 0)
    (tmp_path / "b").touch()
    assert len(list(tmp_path.iterdir())) == 2
    sweep([tmp_path])
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.parametrize("fails", range(3))
def test_where_one_file_cannot_be_written_all_stay_as_they_were(tmp_path, monkeypatch, fails):
    old, new = ({name: f"{text} {name}" for name in "abc"} for text in ("old", "new"))
    replace_files(tmp_path, old)
    fsync, failures = os.fsync, iter([False] * fails + [True])

    def full(descriptor):
        if next(failures):
            raise OSError(28, os.strerror(28))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_files(tmp_path, new, durable=True)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == old
