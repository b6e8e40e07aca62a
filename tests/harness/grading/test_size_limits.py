"""No answer is compared that is far larger than what was asked for, and no right one is refused."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from harness.case import Outcome, Reply
from harness.grading.sandbox.size_limits import BESIDES, DIMENSIONS, LONGER, too_large
from harness.run.in_process import InProcess
from spec.costs import standard

ANSWERS = InProcess(Path(__file__).parents[3] / "reference")
CASE = standard("FeedForward")  # x (4, 32, 64), hidden layer 256
LONGEST = LONGER * 256 + BESIDES


def answered(shape):
    return Outcome((Reply((torch.empty(shape),), {}, (), {}, (), "", False),), {}, ())


@pytest.mark.parametrize("name", ["HeadVer1", "HeadVer4", "MultiHeadVer1", "FeedForward"])
def test_right_answers_are_not_too_large(name):
    assert too_large(ANSWERS(standard(name)), standard(name)) == ""


@pytest.mark.parametrize("shape", [(), (4, 32, 64), (LONGEST,), (LONGEST, 0), (1,) * DIMENSIONS])
def test_what_is_merely_wrong_is_not_too_large(shape):
    assert too_large(answered(shape), CASE) == ""


@pytest.mark.parametrize(
    "shape",
    [(LONGEST + 1,), (LONGEST + 1, 0), (0, 24_000), (LONGEST, LONGEST, LONGEST), (LONGEST, LONGEST, LONGEST, 0)],
)
def test_a_dimension_counts_even_where_there_are_no_entries(shape):
    assert too_large(answered(shape), CASE) == f"returned a tensor of shape {shape}, far larger than what was asked for"


def test_many_dimensions_are_too_many():
    assert too_large(answered((1,) * (DIMENSIONS + 1)), CASE) == f"returned a tensor of {DIMENSIONS + 1} dimensions"


@pytest.mark.parametrize("field", ["logged", "gradients"])
def test_logs_and_gradients_are_bounded_too(field):
    outcome = ANSWERS(CASE)
    reply = replace(outcome.reply, **{field: {"wei": torch.empty(LONGEST + 1)}})
    assert "far larger" in too_large(replace(outcome, done=(reply,)), CASE)
