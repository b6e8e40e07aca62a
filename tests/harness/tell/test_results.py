"""The states of the TODOs, from the verdicts on their claims."""

from dataclasses import replace

from harness.tell.results import Claim, Results, Telling
from spec.ladder import LADDER

HELD = Claim(1, "a", "A holds.", "held", 0.1, "0", planned=2)


def claims(todo, *verdicts, **changes):
    return [
        replace(HELD, todo=todo, name=f"claim_{i}", verdict=verdict, planned=len(verdicts), **changes)
        for i, verdict in enumerate(verdicts)
    ]


def states(*found):
    return {rung.todo.number: rung.state for rung in Results.of([c for group in found for c in group]).rungs}


def test_a_todo_is_done_when_all_of_its_claims_hold():
    results = Results.of([claim for todo in LADDER for claim in claims(todo.number, "held", "held")])
    assert results.all_done
    assert results.points == sum(todo.points for todo in LADDER)
    assert results.next_up is None


def test_a_todo_of_which_claims_were_left_out_is_not_done():
    results = Results.of([HELD])
    assert results.rungs[0].state == "not run"
    assert results.points == 0


def test_one_broken_claim_costs_all_points():
    results = Results.of(claims(3, "held", "broken", "held"))
    assert results.rungs[2].state == "failing"
    assert results.rungs[2].held == 2
    assert results.rungs[2].points == 0
    assert results.next_up.first_unmet.name == "claim_1"


OPEN = claims(8, "not started", waits_for=(8,))[0]


def test_not_started_is_said_only_of_a_todo_of_which_nothing_is_there():
    assert states([OPEN, OPEN])[8] == "not started"
    assert states([*claims(8, "held"), OPEN])[8] == "failing"


def test_a_broken_claim_is_shown_before_one_that_is_not_started():
    assert Results.of([OPEN, *claims(8, "broken")]).next_up.first_unmet.verdict == "broken"


def test_of_the_broken_claims_the_one_that_tells_most_is_shown():
    order = (Telling.DERIVED, Telling.COMPARED, Telling.NAMED, Telling.LOCATED, Telling.NAMED)
    told = [replace(claim, telling=tells) for claim, tells in zip(claims(8, *["broken"] * 5), order)]
    assert Results.of(told).next_up.first_unmet == told[2]


def test_a_todo_that_only_waits_for_another_is_blocked_by_it():
    results = Results.of([*claims(5, "broken"), *claims(7, "held"), *claims(7, "blocked", waits_for=(5,))])
    assert results.rungs[6].state == "blocked"
    assert results.rungs[6].blocked_by == 5
    assert results.next_up.todo.number == 5


def test_a_fault_of_its_own_comes_before_being_blocked():
    found = [*claims(5, "broken"), *claims(7, "blocked", waits_for=(5,)), *claims(7, "broken")]
    assert states(found)[7] == "failing"


def test_of_two_that_may_block_the_one_that_is_not_done_is_named():
    found = [*claims(8, "held"), *claims(9, "broken"), *claims(10, "blocked", waits_for=(8, 9))]
    assert Results.of(found).rungs[9].blocked_by == 9


def test_a_broken_claim_of_a_class_that_rests_on_a_wrong_one_is_blocked_by_it():
    wrong_base = [*claims(2, "broken"), *claims(6, "broken", leans_on=(2,))]
    assert states(wrong_base)[6] == "blocked"
    right_base = [*claims(2, "held"), *claims(6, "broken", leans_on=(2,))]
    assert states(right_base)[6] == "failing"
    unknown_base = claims(6, "broken", leans_on=(2,))
    assert states(unknown_base)[6] == "failing"


def test_what_holds_only_where_earlier_classes_are_replaced_is_broken_where_these_are_done():
    later = claims(10, "held", "held", message="It differs.", replaced=(8, 9))
    done = [*claims(8, "held"), *claims(9, "held")]
    assert [claim.verdict for claim in Results.of([*done, *later]).rungs[9].claims] == ["broken", "broken"]
    assert states(done, later)[10] == "failing"
    for earlier in ([*claims(8, "held"), *claims(9, "broken")], claims(8, "held")):
        claim, _ = Results.of([*earlier, *later]).rungs[9].claims
        assert (claim.verdict, claim.message) == ("held", "")
