"""What goes wrong in the grader is never a grade, and takes no other submission's grade with it."""

import json
import os
import shutil
from pathlib import Path

import pytest
from grades import DONE, claims_of

from grading.found import Found
from grading.grade import Isolation
from grading.lanes import Lanes
from grading.run import FAILED, GRADED, TABLE, UNREADABLE, Run, conclude, folders, grade_all
from grading.worker import NoWorker
from spec.ladder import LADDER

ANSWERS = Path(__file__).parents[2] / "reference"
ALL_HELD = {todo.number: tuple(claim for claim in claims_of(DONE) if claim.todo == todo.number) for todo in LADDER}


class Zygote:
    def close(self):
        pass


class Unready:
    """A grader whose answers do not hold one of its own claims."""

    rehearsed: tuple[int, ...] = ()

    def rehearse(self, todo, seed):
        raise AssertionError("the answers do not hold this")


class Ready:
    """A grader for whom all is right, but that it breaks down over the submissions with these names."""

    rehearsed = tuple(ALL_HELD)

    def __init__(self, *falls_over):
        self.falls_over = falls_over

    def judge(self, submission, todo, zygote, seed, left):
        if submission.name in self.falls_over:
            os._exit(1)
        return Found(ALL_HELD[todo.number])


def none_left():
    raise NoWorker("no worker can be had")


@pytest.fixture
def graded(tmp_path):
    """Grades copies of the answers, named a, b and so on, and gives the exit statuses."""

    def run(todos, grader, another=Zygote, names="ab"):
        for name in names:
            shutil.copytree(ANSWERS, tmp_path / name, dirs_exist_ok=True)
        lanes = Lanes([Zygote()], another)
        try:
            run = Run(grader, Isolation("full", (), ()), seed=0, todos=todos, rehearses=True)
            return grade_all(run, [tmp_path / name for name in names], [tmp_path / f"{n}.out" for n in names], lanes)
        finally:
            lanes.close()

    return run


def reported(folder):
    return json.loads((folder / "staff.json").read_text(encoding="utf-8"))


def test_claims_that_the_answers_do_not_hold_grade_nobody(graded, tmp_path, capsys):
    assert graded(LADDER[:2], Unready()) == [FAILED, FAILED]
    assert (reported(tmp_path / "a.out")["complete"], reported(tmp_path / "a.out")["points"]) == (False, 0)
    assert "the answers do not hold this" in capsys.readouterr().err


def test_a_submission_over_which_the_grader_breaks_down_costs_no_other(graded, tmp_path):
    assert graded(LADDER, Ready("a")) == [FAILED, GRADED]
    assert reported(tmp_path / "a.out")["complete"] is False
    assert reported(tmp_path / "b.out")["points"] == 100


def test_without_any_worker_left_the_rest_is_not_graded(graded, tmp_path, capsys):
    assert graded(LADDER[:1], Ready("b"), none_left, names="abc") == [GRADED, FAILED, FAILED]
    assert "no worker can be had" in capsys.readouterr().err


def test_reports_that_cannot_be_written_cost_no_other_submission(graded, tmp_path, capsys):
    (tmp_path / "a.out").write_text("a file, where a folder is to be", encoding="utf-8")
    assert graded(LADDER[:1], Ready()) == [FAILED, GRADED]
    assert "FileExistsError" in capsys.readouterr().err


def test_no_report_of_an_earlier_run_outlives_one_that_breaks_off(graded, tmp_path):
    assert graded(LADDER, Ready()) == [GRADED, GRADED]
    assert graded(LADDER, Ready("a")) == [FAILED, GRADED]
    assert (reported(tmp_path / "a.out")["complete"], reported(tmp_path / "a.out")["points"]) == (False, 0)
    assert reported(tmp_path / "b.out")["points"] == 100


@pytest.mark.parametrize(
    ("statuses", "status", "rows"),
    [
        ((GRADED, GRADED), GRADED, ["a", "b"]),
        ((GRADED, UNREADABLE), UNREADABLE, ["a", "b"]),
        ((FAILED, GRADED), FAILED, ["b"]),
        ((FAILED, FAILED), FAILED, []),
    ],
)
def test_the_table_has_a_row_for_each_that_has_a_grade(tmp_path, capsys, statuses, status, rows):
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
        (folder / "grade.csv").write_text(f"submission\n{folder.name}\n", encoding="utf-8")
    assert conclude(folders, folders, statuses, tmp_path) == status
    table = tmp_path / "grade.csv"
    assert (table.read_text(encoding="utf-8").split()[1:] if table.exists() else []) == rows
    failed = [name for name, one in zip("ab", statuses) if one == FAILED]
    assert ("There is no grade for " + ", ".join(failed) in capsys.readouterr().err) == bool(failed)


@pytest.mark.parametrize(
    "names", [("x", "x"), (TABLE, "x"), (TABLE, TABLE), ("\u6f22" * 85,) * 3, (".", "..", "\udcff", "a/b")]
)
def test_each_submission_has_a_folder_of_its_own(tmp_path, names):
    found = folders([tmp_path / str(i) / name for i, name in enumerate(names)], tmp_path)
    assert len({folder.name for folder in found}) == len(names)
    assert TABLE not in {folder.name for folder in found}
    for folder in found:
        assert folder.parent == tmp_path
        folder.mkdir()
