"""Growth from few to many is held against the answers' without a sandbox too: here on the second course."""

import pytest

from harness.grading.audit import assert_clock_agrees, contradiction
from harness.judge.slips import slips
from harness.run.in_process import InProcess

pytestmark = [pytest.mark.clock, pytest.mark.usefixtures("toy")]


@pytest.fixture
def answers(toy):
    return InProcess(toy.answers)


def test_a_loop_grows_by_more_than_the_answers(toy, answers):
    (loop,) = (slip for slip in slips(toy.answers / "slips") if slip.name == "loop_over_the_rows")
    with pytest.raises(AssertionError, match=r"from few rows to many, the CPU time of Softmax grows by"):
        assert_clock_agrees(loop.over(toy.answers), answers, "Softmax", seed=0)


def test_the_answers_grow_as_they_do(toy, answers):
    assert contradiction((InProcess(toy.answers),), answers, "Softmax", seed=0) == ""
