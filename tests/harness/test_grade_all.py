"""What goes wrong in the grader is never a grade."""

from pathlib import Path

import pytest

from grading.grade import Isolation
from grading.lanes import Lanes
from grading.run import FAILED, Run, grade_all
from spec.ladder import LADDER

ANSWERS = Path(__file__).parents[2] / "reference"


class Zygote:
    def close(self):
        pass


class Unready:
    """A grader whose answers do not hold one of its own claims."""

    rehearsed: tuple[int, ...] = ()

    def rehearse(self, todo, seed):
        raise AssertionError("the answers do not hold this")


@pytest.fixture
def graded(tmp_path):
    def run(todos):
        lanes = Lanes([Zygote()], Zygote)
        try:
            run = Run(Unready(), Isolation("full", (), ()), seed=0, todos=todos, rehearses=True)
            return grade_all(run, [ANSWERS, ANSWERS], [tmp_path / "a", tmp_path / "b"], lanes)
        finally:
            lanes.close()

    return run


def test_claims_that_the_answers_do_not_hold_grade_nobody(graded, tmp_path, capsys):
    assert graded(LADDER[:2]) == [FAILED, FAILED]
    assert list(tmp_path.iterdir()) == []
    assert "the answers do not hold this" in capsys.readouterr().err
