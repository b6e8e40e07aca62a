"""Work that a submission hides from the count is found by the clock, and no right answer is suspected."""

from pathlib import Path

import pytest

from grading.audit import assert_clock_agrees
from proof.alternates import alternates
from spec.interface import INTERFACE
from spec.run import InProcess
from spec.slips import slips

ANSWERS = Path(__file__).parents[2] / "reference"
COUNTED = ("HeadVer2", "HeadVer3", "HeadVer4", "MultiHeadVer1", "MultiHeadVer2", "FeedForward")
CLASSES = {INTERFACE[name].file: name for name in COUNTED}
COSTLY = {
    "still_two_loops": "HeadVer2",
    "product_for_each_example": "HeadVer2",
    "softmax_for_each_example": "HeadVer3",
    "projected_again_for_each_query": "HeadVer4",
    "all_heads_for_each_head": "MultiHeadVer1",
    "loop_over_the_heads": "MultiHeadVer2",
    "loop_over_the_batch": "MultiHeadVer2",
    "whole_sequence_for_each_position": "FeedForward",
}
BANK = {(slip.class_name, slip.name): slip for slip in slips(ANSWERS / "slips")}


@pytest.mark.parametrize(("name", "subject"), COSTLY.items(), ids=COSTLY)
def test_a_loop_and_repeated_work_show_on_the_clock(name, subject):
    impl = BANK[subject, name].over(ANSWERS)
    with pytest.raises(AssertionError, match=rf"with many \w+, {subject} takes .* times the CPU time of the answers"):
        assert_clock_agrees(impl, InProcess(ANSWERS), subject)


@pytest.mark.parametrize(
    "way", [way for way in alternates(Path(__file__).parent / "alternates") if way.file in CLASSES]
)
def test_unusual_right_answers_are_not_suspected(way):
    assert_clock_agrees(way.over(ANSWERS), InProcess(ANSWERS), CLASSES[way.file])
