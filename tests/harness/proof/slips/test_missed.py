"""How rarely a slip gets through follows from the share of examples that show it."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.draw.check import Check
from harness.draw.recorder import Recorder
from harness.draw.suite import Claim
from harness.judge.slips import slips
from harness.proof.claims import Proof
from harness.proof.share import RARELY, Share
from harness.proof.slips.matrix import Cell, Row
from harness.proof.slips.missed import MOST_RUNS, Missed, missed
from harness.proof.trial import Found

ROOT = Path(__file__).parents[4]
SLIP = slips(ROOT / "reference" / "slips")[0]


def test_a_run_misses_what_no_example_shows():
    assert Share("a claim", shown=50, drawn=99, examples=10).missed == 0.5**10
    assert Share("a claim", shown=0, drawn=99, examples=10).missed == 1


def test_what_was_always_shown_may_be_missed_all_the_same():
    assert Share("a claim", shown=1, drawn=1, examples=1).missed == 0.5


def test_a_slip_must_get_past_all_claims():
    shares = Share("one claim", 50, 99, 10), Share("another", 75, 99, 5)
    assert Missed(SLIP, shares).chance == pytest.approx(0.5**10 * 0.25**5)


def measured(share):
    """What is found of a slip that shows in this many of 100 draws, which are as likely, in a claim of 10 examples."""

    @settings(max_examples=10)
    @given(number=st.sampled_from(range(100)))
    def claim(impl, number):
        """A claim."""
        assert number >= share

    todo, check = SLIP.todo, Check(claim)
    proof = Proof({todo.number: (Claim(todo, "a claim", check),)})
    examples = replace(check, seed=0).first_examples(Recorder(SLIP.over(ROOT / "reference")), 10)
    shown = sum(example.exception is not None for example in examples)
    row = Row("a slip", SLIP, {todo.number: Cell((Found("a claim", "broken", "", 1, shown=shown, of=10),))})
    (found,) = missed(proof, [row], seed=0, jobs=1)
    return found


def test_what_shows_in_most_draws_is_hardly_ever_missed():
    found = measured(95)
    assert found.chance <= RARELY


def test_what_shows_in_few_is_told():
    found = measured(10)
    (share,) = found.shares
    assert share.drawn == MOST_RUNS * 10 and 0 < share.shown < 100
    assert found.chance > 0.05


def test_examples_of_a_claim_that_holds_over_stand_ins_show_nothing():
    row = Row("a slip", SLIP, {SLIP.todo.number: Cell((Found("a claim", "held", "", 0, shown=10, of=10),))})
    proof = Proof({SLIP.todo.number: ()})
    assert [found.chance for found in missed(proof, [row], seed=0, jobs=1)] == [1]
