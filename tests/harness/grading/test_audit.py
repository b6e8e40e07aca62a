"""Work that a submission hides from the count is found by the clock, and no right answer is suspected."""

from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom

import pytest

from harness.grading.audit import assert_clock_agrees, contradiction
from harness.grading.sandbox.isolated import Isolated, Session
from harness.judge.slips import slips
from harness.proof.right.alternates import alternates
from harness.run.in_process import InProcess
from spec.interface import INTERFACE

pytestmark = [pytest.mark.sandbox, pytest.mark.clock]

ANSWERS = Path(__file__).parents[3] / "reference"
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
WAYS = [way for way in alternates(ANSWERS / "alternates") if way.file in CLASSES]
SEED = 0
BANK = {(slip.class_name, slip.name): slip for slip in slips(ANSWERS / "slips")}


@pytest.fixture(scope="module")
def isolated(begun, answers):
    """Puts an implementation into a worker, as it is when it is graded."""
    zygote, _ = begun()

    @contextmanager
    def put(impl):
        session = Session(zygote, answers.changed(impl.package.files.sources))
        try:
            yield Isolated(session)
        finally:
            session.end_claim()

    with put(InProcess(ANSWERS)) as right:
        yield put, right


@pytest.fixture
def soon_decided(monkeypatch):
    """A race ends at a thousandth of a chance of error: after 12 rounds, where a grader's takes 24."""
    monkeypatch.setattr("harness.compare.race.ERROR", 1e-3)


@pytest.mark.parametrize(("name", "subject"), COSTLY.items(), ids=COSTLY)
def test_a_loop_and_repeated_work_show_on_the_clock(soon_decided, isolated, name, subject):
    put, answers = isolated
    slow = rf"from few \w+ to many, the CPU time of {subject} grows by .* times what the answers take"
    with put(BANK[subject, name].over(ANSWERS)) as impl, pytest.raises(AssertionError, match=slow):
        assert_clock_agrees(impl, answers, subject, SEED)


@pytest.mark.parametrize("file", CLASSES)
def test_unusual_right_answers_are_not_suspected(isolated, file):
    """Two by chance; all of them are dealt out by `prove gradings`."""
    put, answers = isolated
    for way in SystemRandom().sample([way for way in WAYS if way.file == file], 2):
        with put(way.over(ANSWERS)) as impl:
            assert contradiction((impl,), answers, CLASSES[file], SEED) == "", way.name


def test_a_class_may_need_an_earlier_one_of_its_own(isolated):
    put, answers = isolated
    (wide,) = (way for way in WAYS if way.name == "a_wide_head")  # a MultiHeadVer2 that inherits from its HeadVer4
    with put(wide.over(ANSWERS)) as impl:
        among_others = impl.over(("HeadVer4",))
        assert "has no attribute" in contradiction((among_others,), answers, "MultiHeadVer2", SEED)
        assert not contradiction((impl, among_others), answers, "MultiHeadVer2", SEED)


def test_a_class_does_not_pay_for_a_slow_one_that_it_holds(soon_decided, isolated):
    put, answers = isolated
    with put(BANK["HeadVer4", "projected_again_for_each_query"].over(ANSWERS)) as impl:
        assert "grows by" in contradiction((impl,), answers, "MultiHeadVer1", SEED)
        assert not contradiction((impl, impl.over(("HeadVer4",))), answers, "MultiHeadVer1", SEED)
