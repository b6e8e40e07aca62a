"""Slips over alternates and over each other, on the toy course."""

from harness.course import course
from harness.judge.slips import slips
from harness.proof.claims import Proof
from harness.proof.commands.pairs import unmet
from harness.proof.pairs.laid import Laid, clothes, pairs, sampled
from harness.proof.pairs.named import Named, named
from harness.proof.right.alternates import alternates


def test_only_edits_that_fit_are_laid_over_each_other(toy):
    """Each pair has two titles, and no slip that edits the sum is laid over an alternate without one."""
    bank = slips(course().answers / "slips")
    dressed = {one.slip.name for one in clothes(bank, alternates(course().answers / "alternates"))}
    assert "dim ignored over functional" in dressed
    assert not any(name.startswith("sum without keepdim") for name in dressed)
    assert all(len(one.titles) == 2 for one in pairs(bank))


def test_a_slip_in_an_alternate_is_caught_and_named(toy):
    """Of a slip in other clothes, the board says its own name; of an answer, that it is right."""
    bank = [slip for slip in slips(course().answers / "slips") if slip.name == "dim_ignored"]
    laid = [one for one in clothes(bank, alternates(course().answers / "alternates")) if "functional" in one.slip.name]
    found = [*named(Proof.replaying(0, long=False), laid, bank, seed=0, processes=1)]
    assert [one.fate for one in found] == ["right name"]


def test_a_sample_takes_each_class_in_turn(toy):
    """Two of a sample are of two classes."""
    made = [*pairs(slips(course().answers / "slips"))]
    assert len({one.slip.class_name for one in sampled(made, 2, seed=0)}) == 2


def test_a_wrong_name_misses_the_goal(toy):
    """A single wrong name among ten is told, and ten right ones are not."""
    laid = Laid(slips(course().answers / "slips")[0], frozenset())
    right = [Named(laid, "right name")] * 9
    assert list(unmet("pairs", right)) == []
    assert "1 of 10 have a wrong name" in next(unmet("pairs", [*right, Named(laid, "wrong name")]))
