"""A slip is tried by all claims that can tell something of it, and by no more than the proof needs."""

from dataclasses import replace

import pytest
import torch
from screen import TOY

from harness.course import chosen
from harness.judge.slips import slips
from harness.proof.claims import Proof
from harness.proof.slips import plan
from harness.proof.slips.prove import full
from harness.where import named_in

pytestmark = pytest.mark.usefixtures("toy")


@pytest.fixture(scope="module")
def proof():
    with chosen(named_in(TOY)):
        return Proof.replaying(seed=0)


@pytest.fixture
def known(toy):
    return {slip.name: slip for slip in slips(toy.answers / "slips")}


@pytest.fixture
def bank(known):
    """A slip of the class that a stand-in replaces at TODO 2, where its file is imported, and one of TODO 2."""
    return [known["sum_detached"], known["step_climbs"]]


@pytest.fixture
def all_quickly(monkeypatch):
    monkeypatch.setattr(plan, "THOROUGHLY", 0)


def tries(proof, bank):
    """The TODOs at which each slip is tried."""
    return [set(job.claims) for job in plan.planned(proof, bank, "sampled")]


def test_a_file_is_reached_by_the_claims_that_run_it(proof):
    assert {number: len(claims) for number, claims in proof.reached_by("softmax").items()} == {1: 6, 2: 5}
    assert set(proof.reached_by("regression")) == {2}


def test_a_claim_of_which_it_is_not_known_what_it_asks_may_run_all_that_its_todo_imports(proof):
    unknown = tuple(replace(claim, check=replace(claim.check, asked=())) for claim in proof.claims[2])
    assert Proof({2: unknown}).reached_by("softmax") == {2: unknown}


def test_of_each_class_some_slips_are_tried_wherever_their_file_is_run(proof, bank):
    assert tries(proof, bank) == [{1, 2}, {2}]


def test_the_others_are_not_tried_where_a_stand_in_takes_their_place(proof, bank, all_quickly):
    assert tries(proof, bank) == [{1}, {2}]


def test_where_nothing_takes_its_place_a_slip_is_tried_and_complained_about(proof, bank, all_quickly, monkeypatch):
    for module in ("proof.slips.plan", "judge.judge"):
        monkeypatch.setattr(f"harness.{module}.replaceable", lambda impl, todo: ())
    found = full(proof, bank[:1], seed=0, processes=1)
    assert found.slips[0].strays == (2,)
    assert any("TODO 2 catches it too" in said for said in found.complaints())


def test_a_claim_tries_slips_until_it_catches_one(proof, known, all_quickly):
    bank = [known["dim_ignored"]]
    found = full(proof, bank, seed=0, processes=1)
    seen = {claim for claim in found.claims[1] if found.catches_any(claim)}
    alone = {one.claim for one in full(proof, bank, 0, 1, "thorough").slips[0].own.caught_by}
    assert seen == alone and len(seen) > 1


def test_where_few_slips_are_tried_each_claim_looks_for_one_among_all(proof, known):
    bank = [slip for slip in known.values() if slip.todo.number == 1]
    found = full(proof, bank, seed=0, processes=1, one_in=len(bank))
    assert len(found.slips) == 1 and all(map(found.catches_any, found.claims[1]))
    assert not any("catches no slip" in said for said in found.complaints())


def test_the_answers_hold_over_stand_ins_or_are_complained_about(proof, all_quickly, monkeypatch):
    class Wrong(torch.nn.Softmax):
        def forward(self, x):
            return 2 * super().forward(x)

    assert full(proof, [], seed=0, processes=1).answers.cells[2].mark == "held"
    monkeypatch.setattr("toy.stand_ins.softmax.Softmax", Wrong)
    assert any("TODO 2: the answers fail" in said for said in full(proof, [], seed=0, processes=1).complaints())
