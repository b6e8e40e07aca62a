"""The grading command as a lecturer meets it: mistakes in it, Ctrl-C, locales, and nobody who listens."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

import pytest
from grades import OUT_OF

from harness.grading import arguments
from harness.grading.terminal import say

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, str(ROOT / "tests" / "harness" / "fake_grader.py")]


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
        with pytest.raises(SystemExit) as end:
            arguments.arguments(ArgumentParser(), ["good", *words, "--out", out])
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
    (tmp_path / "closed.zip").write_text("", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "closed.zip")
    assert refused("closed.zip").endswith("closed.zip may not be read by the user who grades")


@pytest.mark.parametrize("seed", ["-1", "x", "1.5", str(2**32), str(2**64), "9" * 5000, "²", ""])
def test_a_seed_is_one_that_can_be_drawn(refused, seed):
    said = refused("--seed", seed)
    assert any(words in said for words in ("is no seed", "invalid", "expected"))


@pytest.mark.parametrize("engine", ["", "slurm", "dask://", "dask://host", "dask://host:x"])
def test_an_engine_is_this_machine_or_a_scheduler_with_its_port(refused, engine):
    assert "is no engine: give local or dask://HOST:PORT" in refused("--on", engine)


@pytest.mark.parametrize(
    "words", [("--jobs", "0"), ("--jobs", "two"), ("--jobs", "²"), ("--todo", "1000"), ("--todo", "0")]
)
def test_a_number_that_means_nothing_is_a_mistake_in_the_command(refused, words):
    assert words[0] in refused(*words)


@pytest.mark.parametrize("out", ["a file", "a file/below", "/proc/out", "good"])
def test_reports_need_a_folder_into_which_they_can_be_written(refused, tmp_path, out):
    (tmp_path / "a file").write_text("precious", encoding="utf-8")
    assert "reports" in refused(out=out)
    assert (tmp_path / "a file").read_text(encoding="utf-8") == "precious"


def test_one_of_a_class_is_graded_again_by_name_and_keeps_the_others(start, class_of, tmp_path):
    paths = class_of("a", "b", "c")
    assert ended(start(*paths))[0] == 0
    assert rows(tmp_path / "out") == [(f"{name}/", "100", "yes") for name in "abc"]
    status, said, _ = ended(start(paths[1], "--todo", "3"))
    assert (status, said.splitlines()[0]) == (0, "b: 10 of 10 points")
    assert [row[1] for row in rows(tmp_path / "out")] == ["100", "10", "100"]


def test_a_second_run_into_one_folder_says_so_and_stops(start, class_of, tmp_path):
    paths = class_of("endless", "b")
    first = start(*paths)
    waits(lambda: (tmp_path / "out/endless/staff.json").exists())
    status, _, complaints = ended(start(*paths))
    assert status == 2
    assert "Another grader writes into " in complaints
    first.kill()
    ended(first)


def test_junk_is_graded_and_what_the_grader_breaks_down_over_is_not(start, class_of, tmp_path):
    (junk := tmp_path / "junk").mkdir()
    status, said, complaints = ended(start(*class_of("breaks", "a"), junk, "--boards"))
    assert status == 3
    assert f"junk: 0 of {OUT_OF} points: No file of the course was found in junk" in said
    assert "There is no grade for breaks.\n" in complaints
    assert rows(tmp_path / "out") == [("a/", "100", "yes"), ("breaks/", "", "no"), ("junk/", "0", "yes")]
    assert "There is no grade for breaks.\n" in ended(start(*class_of(), tmp_path / "in/breaks", tmp_path / "in/a"))[2]


def test_a_submission_that_kills_its_grader_takes_no_other_with_it(start, class_of, tmp_path):
    status, said, complaints = ended(start(*class_of("a", "kills", "z")))
    assert (status, complaints) == (3, "The grader failed. There is no grade for kills.\n")
    assert "2 of 3 submissions are graded" in said
    assert rows(tmp_path / "out") == [("a/", "100", "yes"), ("kills/", "", "no"), ("z/", "100", "yes")]


def test_a_run_is_not_failed_by_junk_and_excel_may_read_its_table(start, tmp_path):
    (junk := tmp_path / "가").mkdir()
    assert ended(start(junk, "--excel"))[0] == 0
    assert rows(tmp_path / "out", "utf-8-sig") == [("가/", "0", "yes")]
    assert (tmp_path / "out/grade.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def waits(until, seconds=60):
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def stopped(start, class_of, tmp_path):
    """Stops a run over a, endless and c while the second is judged; gives its status and what it said."""

    def stop(how):
        interruptible = {"start_new_session": True, "preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
        process = start(*class_of("a", "endless", "c"), "--jobs", "1", **interruptible)
        waits(lambda: (tmp_path / "out/endless/staff.json").exists())
        time.sleep(0.5)  # until it is being judged
        if how == signal.SIGINT:
            os.killpg(process.pid, how)  # as a terminal sends it
        else:
            process.send_signal(how)
        return ended(process)  # its output is closed, so nothing that it started is left

    return stop


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])  # SIGTERM is taken as SIGINT is
def test_a_run_that_is_ended_goes_on_where_it_was(stopped, start, tmp_path, how):
    status, said, complaints = stopped(how)
    out, here = tmp_path / "out", tmp_path / "in"
    if how == signal.SIGKILL:
        assert status == -how
    else:
        assert (status, complaints) == (130, "Stopped. To go on, give the same command again.\n")
        assert "1 of 3 submissions are graded" in said
        assert rows(out) == [("a/", "100", "yes"), ("endless/", "", "no")]
    first = (out / "a/staff.json").read_bytes()
    shutil.rmtree(here / "endless")
    (here / "b").mkdir()
    status, said, complaints = ended(start(here / "a", here / "b", here / "c"))
    assert (status, said.splitlines()[0]) == (0, "1 of 3 are graded already."), complaints
    assert (out / "a/staff.json").read_bytes() == first
    assert seed(out / "a") == seed(out / "b") == seed(out / "c")


def seed(folder):
    return json.loads((folder / "staff.json").read_text(encoding="utf-8"))["seed"]


@pytest.mark.parametrize(
    "listening", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}]
)
def test_names_that_a_terminal_cannot_show_are_graded(start, class_of, tmp_path, listening):
    names = ["caf\u00e9".encode("latin-1"), "가나다".encode(), "plain"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **listening}
    status, said, complaints = ended(start(*class_of(*names), env=environment))
    assert (status, complaints) == (0, "")
    assert "3 of 3 submissions are graded" in said
    assert rows(tmp_path / "out") == [("caf_/", "100", "yes"), ("plain/", "100", "yes"), ("가나다/", "100", "yes")]


def test_the_grade_does_not_depend_on_who_listens(start, class_of, tmp_path):
    paths = class_of("a", "b")
    reader, writer = os.pipe()
    os.close(reader)  # as `| head -1` does
    assert ended(start(paths[0], stdout=writer, stderr=writer))[0] == 0
    os.close(writer)
    assert ended(start(paths[1], preexec_fn=lambda: (os.close(1), os.close(2))))[0] == 0
    assert rows(tmp_path / "out") == [("a/", "100", "yes"), ("b/", "100", "yes")]


def test_what_cannot_be_said_is_no_error():
    with open("/dev/full", "w", encoding="utf-8") as full:
        for _ in range(2):
            say("a" * 10_000, full)
