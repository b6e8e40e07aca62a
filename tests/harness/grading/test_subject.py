"""A report says of each claim which class it is about: the one that the claim builds."""

from pathlib import Path

import pytest

from harness.course import course
from harness.draw.recorder import Recorder
from harness.draw.suite import claims_of
from harness.grading.grader import subject_of

TESTS = Path(__file__).parents[2]
SUBJECTS = {
    "test_head_ver_1_leaves_no_trace": "HeadVer1",
    "test_gpt_ver_2_leaves_no_trace": "GPTVer2",
    "test_pos_encodings_are_bounded": "GPTVer3",
    "test_layer_norm_leaves_no_trace": "LayerNorm",
    "test_block_ver_3_leaves_no_trace": "BlockVer3",
}


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_claim_is_about_the_class_that_it_builds(reference, name):
    todo = course().todo_of_class(SUBJECTS[name])
    (claim,) = (claim for claim in claims_of(todo, TESTS, reference) if claim.name == name)
    (example,) = claim.check.first_examples(Recorder(reference), 1)
    assert subject_of(todo, example.cases) == SUBJECTS[name]


def test_a_claim_that_builds_nothing_is_about_the_first_class_of_its_todo():
    todo = course().todo_of_class("BlockVer3")
    assert subject_of(todo, ()) == todo.classes[0]
