"""How far a run is can be read in a terminal, in a log and by a script."""

import io
import json
import sys
from pathlib import Path

import pytest

from harness.grading.shards import progress
from harness.grading.shards.progress import Display, Tally
from harness.grading.shards.status import run_in


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def tally(monkeypatch):
    """Ten of forty were graded before; ten more and one failure since, in five minutes."""
    tally = Tally(40, 10, started=0.0)
    tally.done, tally.failed = 20, 1
    now = [300.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    tally.now = now
    return tally


def test_what_is_left_is_told_by_what_was_graded_in_this_run(tally):
    assert tally.words == "20 of 40 are graded, 1 without a grade, 2.0 a minute, 0:09:30 left"


def test_before_the_first_nobody_knows_how_long_it_takes():
    assert Tally(5, 2).seconds_left is None
    assert Tally(5, 5).seconds_left == 0


def test_a_log_has_a_line_a_minute(tally, tmp_path, capsys):
    display = Display(tmp_path, "7", tally, quiet=False)
    for _ in range(240):
        tally.now[0] += 0.5
        display.show()
    assert capsys.readouterr().out.count(" are graded, ") == 2


def test_a_terminal_has_a_bar_and_words_come_above_it(tally, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdout", screen := Terminal())
    monkeypatch.setenv("TERM", "xterm")
    display = Display(tmp_path, "7", tally, quiet=False)
    display.say("a sentence")
    display.close()
    assert "a sentence\n" in screen.getvalue()
    assert "20/40" in screen.getvalue()
    assert "1 without a grade" in screen.getvalue()


def test_of_one_submission_no_progress_is_shown(tally, tmp_path, capsys):
    display = Display(tmp_path, "7", tally, quiet=True)
    tally.now[0] += 100
    display.show()
    display.close()
    assert capsys.readouterr().out == ""


def test_a_script_reads_how_far_it_is_and_a_shard_whether_its_run_goes_on(tally, tmp_path):
    display = Display(tmp_path, "7", tally, quiet=True)
    found = json.loads((tmp_path / "status.json").read_text(encoding="utf-8"))
    assert (found["run"], found["state"], found["a_minute"], found["seconds_left"]) == ("7", "running", 2.0, 570)
    assert (found["total"], found["done"], found["failed"]) == (40, 20, 1)
    assert run_in(tmp_path) == "7"
    display.write("stopped")
    assert run_in(tmp_path) == run_in(Path("/nowhere")) == ""
