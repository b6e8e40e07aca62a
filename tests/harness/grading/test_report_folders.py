"""Each submission has a folder of reports of its own, in this run and in the next."""

import fcntl
import os
import time
from pathlib import Path

import pytest

from harness.grading.reports.folders import TABLE, folders, locked, replace_files


@pytest.mark.parametrize(
    "names",
    [
        ("x", "x", "x~2"),
        (TABLE, "x"),
        (TABLE, TABLE),
        ("\u6f22" * 85,) * 3,
        (".", "..", "\udcff", "a/b", "-"),
        (".lock", ".path"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_each_submission_has_a_folder_of_its_own(tmp_path, names):
    paths = [Path("/submissions", str(i), name) for i, name in enumerate(names)]
    found = folders(paths, tmp_path)
    assert len(set(found)) == len(names)
    assert TABLE not in {folder.name for folder in found}
    assert all(folder.parent == tmp_path and folder.is_dir() for folder in found)
    assert folders(paths, tmp_path) == found


def test_one_of_a_class_that_is_graded_again_has_the_folder_that_it_had(tmp_path):
    a, b, c = (Path(f"/{student}/sub.zip") for student in "abc")
    first = folders([a, b], tmp_path)
    assert [folder.name for folder in first] == ["sub.zip", "sub.zip~2"]
    assert folders([b], tmp_path) == first[1:]
    assert [folder.name for folder in folders([c, b], tmp_path)] == ["sub.zip~3", "sub.zip~2"]


def test_a_folder_is_called_like_its_submission(tmp_path):
    names = ["mina.zip", "cafe\u0301", "a b", "가나", "..", "-x"]
    found = folders([Path("/in", name) for name in names], tmp_path)
    assert [folder.name for folder in found] == ["mina.zip", "caf\u00e9", "a_b", "가나", "submission", "x"]


def test_a_folder_that_somebody_else_made_is_left_alone(tmp_path):
    (tmp_path / "x").mkdir()
    assert folders([Path("/x")], tmp_path) == [tmp_path / "x~2"]


@pytest.mark.parametrize("name", ["sub.zip", "sub.zip~{}", "{}"])
def test_folders_for_thousands_are_found_in_a_moment(tmp_path, name):
    paths = [Path("/", str(i), name.format(i)) for i in range(3000)]
    started = time.process_time()
    folders(paths, tmp_path)
    folders(paths, tmp_path)
    assert time.process_time() - started < 5


def test_one_process_at_a_time_holds_the_lock(tmp_path):
    with locked(tmp_path), (tmp_path / ".lock").open("a") as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.parametrize("fails", range(3))
def test_where_one_file_cannot_be_written_all_stay_as_they_were(tmp_path, monkeypatch, fails):
    old, new = ({name: f"{text} {name}" for name in "abc"} for text in ("old", "new"))
    replace_files(tmp_path, old)
    write_text = Path.write_text

    def full(path, text, **how):
        if path.name == f".{'abc'[fails]}.part":
            write_text(path, text[:2], **how)
            raise OSError(28, os.strerror(28))
        write_text(path, text, **how)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        replace_files(tmp_path, new)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == old
