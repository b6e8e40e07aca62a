"""python -m grading as a lecturer meets it: mistakes in the command, Ctrl-C, locales, and nobody who listens."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grading import arguments

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, str(Path(__file__).with_name("fake_grader.py"))]


@pytest.fixture
def class_of(tmp_path):
    """Hands in the answers under these names."""

    def hand_in(*names):
        for name in names:
            shutil.copytree(
                ROOT / "reference", tmp_path / "in" / os.fsdecode(name), ignore=lambda *_: ["slips", "answers"]
            )
        return [tmp_path / "in" / os.fsdecode(name) for name in names]

    return hand_in


@pytest.fixture
def start(tmp_path):
    """Starts the grader over these paths, into a folder `out`."""

    def begin(*arguments, **how):
        how = {
            "env": {**os.environ, "PYTHONPATH": str(ROOT)},
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
        } | how
        return subprocess.Popen([*COMMAND, *arguments, "--out", tmp_path / "out"], cwd=tmp_path, **how)

    return begin


def ended(process):
    """Its exit status and what it said."""
    out, err = process.communicate(timeout=120)
    return process.returncode, (out or b"").decode(), (err or b"").decode()


def rows(out, encoding="utf-8"):
    with (out / "grade.csv").open(encoding=encoding, newline="") as table:
        return [(row["folder"], row["points"], row["complete"]) for row in csv.DictReader(table)]


@pytest.fixture
def refused(tmp_path, monkeypatch, capsys):
    """Why a command is wrong; its first submission is right."""
    (tmp_path / "good").mkdir()
    monkeypatch.chdir(tmp_path)

    def ask(*words, out="out"):
        monkeypatch.setattr(sys, "argv", ["grading", "good", *words, "--out", out])
        with pytest.raises(SystemExit) as end:
            arguments.arguments("")
        assert end.value.code == 2
        return capsys.readouterr().err.splitlines()[-1]

    return ask


def test_a_path_that_leads_nowhere_is_a_mistake_in_the_command(refused):
    assert refused("god").endswith("god: No such file or directory")
    assert refused("good/a/b").endswith("good/a/b: No such file or directory")
    assert refused("x" * 300).endswith("File name too long")
    assert refused("a\x1b[2J\udce9").endswith(r"a\x1b[2J\udce9: No such file or directory")


def test_a_link_is_a_mistake_in_the_command_and_where_it_leads_is_said(refused, tmp_path):
    (tmp_path / "latest").symlink_to("good")
    assert refused("latest").endswith(f"latest is a link: give what it leads to, {tmp_path / 'good'}")
    (tmp_path / "lost").symlink_to("nowhere")
    assert "lost/ is a link" in refused("lost/")


def test_a_submission_is_a_folder_or_a_file(refused, tmp_path):
    os.mkfifo(tmp_path / "fifo")
    assert refused("fifo").endswith("fifo is neither a folder nor a file")
    assert refused("/dev/null").endswith("/dev/null is neither a folder nor a file")


def test_what_the_grader_may_not_read_is_a_mistake_in_the_command(refused, tmp_path, monkeypatch):
    (tmp_path / "closed.zip").write_text("")
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "closed.zip")
    assert refused("closed.zip").endswith("closed.zip may not be read by the user who grades")


@pytest.mark.parametrize("seed", ["-1", "x", "1.5", str(2**32), str(2**64), "9" * 5000, "²", ""])
@pytest.mark.parametrize("option", ["--seed", "--resume"])
def test_a_seed_is_one_that_can_be_drawn(refused, option, seed):
    assert (
        "is no seed" in refused(option, seed)
        or "invalid" in refused(option, seed)
        or "expected" in refused(option, seed)
    )


@pytest.mark.parametrize(
    "words", [("--jobs", "0"), ("--jobs", "two"), ("--jobs", "²"), ("--todo", "11"), ("--todo", "0")]
)
def test_a_number_that_means_nothing_is_a_mistake_in_the_command(refused, words):
    assert words[0] in refused(*words)


@pytest.mark.parametrize("out", ["a file", "a file/below", "/proc/out", "good"])
def test_reports_need_a_folder_into_which_they_can_be_written(refused, tmp_path, out):
    (tmp_path / "a file").write_text("precious")
    assert "reports" in refused(out=out)
    assert (tmp_path / "a file").read_text() == "precious"


def test_one_of_a_class_that_is_graded_again_costs_no_other(start, class_of, tmp_path):
    paths = class_of("a", "b", "c")
    assert ended(start(*paths))[0] == 0
    assert ended(start(paths[1], "--todo", "3"))[:2] == (0, "b: 10 of 10 points\n")
    assert rows(tmp_path / "out") == [("a/", "100", "yes"), ("b/", "10", "yes"), ("c/", "100", "yes")]


def test_two_graders_in_one_folder_make_one_table(start, class_of, tmp_path):
    paths = class_of("a", "b", "c", "d")
    for process in [start(*paths[:2]), start(*paths[2:])]:
        assert ended(process)[0] == 0
    assert rows(tmp_path / "out") == [(f"{name}/", "100", "yes") for name in "abcd"]


def test_junk_is_graded_and_does_not_fail_the_run(start, class_of, tmp_path):
    (junk := tmp_path / "junk").mkdir()
    status, said, _ = ended(start(*class_of("a"), junk))
    assert status == 0
    assert "junk: 0 of 100 points: No file of the course was found in junk" in said
    assert rows(tmp_path / "out") == [("a/", "100", "yes"), ("junk/", "0", "yes")]


def test_a_submission_over_which_the_grader_breaks_down_has_no_points_in_the_table(start, class_of, tmp_path):
    status, _, complaints = ended(start(*class_of("a", "breaks")))
    assert status == 3
    assert "There is no grade for breaks." in complaints
    assert rows(tmp_path / "out") == [("a/", "100", "yes"), ("breaks/", "", "no")]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_its_table_and_goes_on_where_it_was(start, class_of, tmp_path, how):
    paths = class_of("a", "endless", "c")
    process = start(*paths, "--jobs", "1", start_new_session=True)
    seed = process.stdout.readline().split()[3].decode().rstrip(".")
    assert process.stdout.readline() == b"a: 100 of 100 points\n"
    while process.poll() is None and ("endless/", "", "no") not in rows(tmp_path / "out"):
        time.sleep(0.05)
    time.sleep(0.5)  # until it is being judged
    if how == signal.SIGINT:
        os.killpg(process.pid, how)  # as a terminal sends it
    else:
        process.send_signal(how)
    status, said, complaints = ended(process)  # its output is closed, so nothing that it started is left
    if how != signal.SIGKILL:
        assert (status, complaints) == (130, f"Stopped. To go on, add --resume {seed} to the same command.\n")
        assert "1 of 3 submissions are graded" in said
    assert rows(tmp_path / "out") == [("a/", "100", "yes"), ("endless/", "", "no")]
    paths[1].rename(tmp_path / "in/b")
    status, said, _ = ended(start(paths[0], tmp_path / "in/b", paths[2], "--resume", seed))
    assert (status, said.splitlines()[:2]) == (0, ["b: 100 of 100 points", "c: 100 of 100 points"])
    assert rows(tmp_path / "out")[0] == ("a/", "100", "yes")
    assert ended(start(paths[0], paths[2], "--resume", seed))[:2] == (0, "All of them are graded.\n")


@pytest.mark.parametrize(
    "listening",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"LC_ALL": "POSIX"},
    ],
)
def test_names_that_a_terminal_cannot_show_are_graded(start, class_of, tmp_path, listening):
    names = ["caf\u00e9".encode("latin-1"), "가나다".encode(), "plain"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **listening}
    status, said, complaints = ended(start(*class_of(*names), env=environment))
    assert (status, complaints) == (0, "")
    assert "plain: 100 of 100 points" in said
    assert rows(tmp_path / "out") == [("caf_/", "100", "yes"), ("plain/", "100", "yes"), ("가나다/", "100", "yes")]


def test_the_grade_does_not_depend_on_who_listens(start, class_of, tmp_path):
    reader, writer = os.pipe()
    os.close(reader)  # as `| head -1` does
    with open("/dev/full", "w") as full:
        for output in (writer, full, None):
            shutil.rmtree(tmp_path / "out", ignore_errors=True)
            shutil.rmtree(tmp_path / "in", ignore_errors=True)
            closing = {"preexec_fn": lambda: (os.close(1), os.close(2))} if output is None else {}
            process = start(*class_of("a", "b"), stdout=output, stderr=output, **closing)
            assert ended(process)[0] == 0
            assert rows(tmp_path / "out") == [("a/", "100", "yes"), ("b/", "100", "yes")]
    os.close(writer)


def test_the_table_begins_as_excel_needs_it_where_that_is_asked_for(start, class_of, tmp_path):
    assert ended(start(*class_of("가"), "--excel"))[0] == 0
    assert rows(tmp_path / "out", "utf-8-sig") == [("가/", "100", "yes")]
    assert (tmp_path / "out/grade.csv").read_bytes().startswith(b"\xef\xbb\xbf")
