"""What goes wrong in the grader is never a grade, and takes no other submission's grade with it."""

import errno
import json
import shutil
from pathlib import Path

import pytest
from fake_grader import FakeGrader, FakeZygote

from harness.grading import run as running
from harness.grading.grade import Isolation
from harness.grading.process_pool import ProcessPool
from harness.grading.run import Grading, NoRoom, Run, Superseded, grade_all
from harness.grading.sandbox.worker import NoWorker
from spec.ladder import LADDER

ANSWERS = Path(__file__).parents[3] / "reference"


class Unready:
    """A grader whose answers do not hold one of its own claims."""

    drawn: tuple[int, ...] = ()

    def draw(self, todo, seed):
        raise AssertionError("the answers do not hold this")


def none_left():
    raise NoWorker("no worker can be had")


read = running.submission


@pytest.fixture
def graded(tmp_path):
    """Grades copies of the answers with these names, and gives those that have a grade."""

    def run(todos, grader=None, another=FakeZygote, names=("a", "b"), goes_on=lambda: True):
        out = tmp_path / "out"
        out.mkdir(exist_ok=True)
        asked = Run(grader or FakeGrader(), Isolation("full"), 0, todos, replays=True, goes_on=goes_on)
        gradings = []
        for name in names:
            shutil.copytree(ANSWERS, tmp_path / name, dirs_exist_ok=True)
            gradings.append(Grading(asked, tmp_path / name, out / name, read(tmp_path / name).digest))
        pool = ProcessPool([FakeZygote()], another)
        try:
            grade_all(asked, gradings, pool)
        finally:
            pool.close()
        return [grading.name for grading in gradings if grading.graded]

    return run


def reported(folder):
    return json.loads((folder / "staff.json").read_text(encoding="utf-8"))


def test_claims_that_the_answers_do_not_hold_grade_nobody(graded, tmp_path, capsys):
    assert graded(LADDER[:2], Unready()) == []
    found = reported(tmp_path / "out/a")
    assert (found["complete"], found["points"]) == (False, 0)
    assert "the answers do not hold this" in capsys.readouterr().err


def test_a_submission_over_which_the_grader_breaks_down_costs_no_other(graded, tmp_path):
    assert graded(LADDER, names=["breaks", "b"]) == ["b"]
    assert reported(tmp_path / "out/breaks")["complete"] is False
    assert reported(tmp_path / "out/b")["points"] == 100


def test_without_any_worker_left_the_rest_is_not_graded(graded, capsys):
    assert graded(LADDER[:1], another=none_left, names=["a", "breaks", "c"]) == ["a"]
    assert "no worker can be had" in capsys.readouterr().err


def test_reports_that_cannot_be_written_cost_no_other_submission(graded, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a").write_text("a file, where a folder is to be", encoding="utf-8")
    assert graded(LADDER[:1]) == ["b"]
    assert "File exists" in capsys.readouterr().err


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), OSError(24, "Too many open files"), KeyError()]
)
def test_what_goes_wrong_while_a_submission_is_read_is_no_grade(graded, tmp_path, monkeypatch, error):
    def failing(path):
        if path.name == "a":
            raise error
        return read(path)

    monkeypatch.setattr(running, "submission", failing)
    assert graded(LADDER[:1]) == ["b"]
    found = reported(tmp_path / "out/a")
    assert (found["complete"], found["problem"]) == (False, "")


def test_no_report_of_an_earlier_run_outlives_one_that_breaks_off(graded, tmp_path, monkeypatch):
    assert graded(LADDER) == ["a", "b"]
    monkeypatch.setattr(running, "submission", lambda path: 1 / 0)
    assert graded(LADDER) == []
    found = reported(tmp_path / "out/a")
    assert (found["complete"], found["points"]) == (False, 0)


def test_points_are_out_of_the_todos_that_were_asked_for(graded, tmp_path):
    assert graded(LADDER[2:3], names=["a"]) == ["a"]
    found = reported(tmp_path / "out/a")
    assert (found["points"], found["out_of"], len(found["todos"])) == (10, 10, 1)
    assert "10 of 10 points" in (tmp_path / "out/a/report.html").read_text(encoding="utf-8")


def test_a_submission_that_has_changed_since_the_run_began_has_no_grade(graded, tmp_path, monkeypatch, capsys):
    shutil.copytree(ANSWERS, tmp_path / "a")
    decided = running.submission(tmp_path / "a").digest
    (tmp_path / "a/gpt_v1.py").write_text("changed", encoding="utf-8")
    run = Run(FakeGrader(), Isolation("full"), seed=0, todos=LADDER[:1])
    grading = Grading(run, tmp_path / "a", tmp_path / "out/a", decided)
    grading.begin()
    assert (grading.failed, reported(tmp_path / "out/a")["complete"]) == (True, False)
    assert "has changed since the run began" in capsys.readouterr().err


def test_without_room_for_reports_nothing_more_is_graded(graded, monkeypatch):
    monkeypatch.setattr(running, "write", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left")))
    with pytest.raises(NoRoom):
        graded(LADDER[:1])


def test_a_run_in_whose_place_another_has_come_writes_no_report(graded, tmp_path):
    with pytest.raises(Superseded):
        graded(LADDER[:1], goes_on=lambda: False)
    assert not (tmp_path / "out/a").exists()
