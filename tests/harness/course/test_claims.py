"""How a claim is run on examples: shrunk, but not for ever; all kept where they are asked for; no more than wanted."""

import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis.vendor.pretty import pretty

from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.proof.right.alternates import alternates
from harness.run.in_process import InProcess
from spec.ladder import LADDER

ROOT = Path(__file__).parents[3]
CONSTANT = "test_head_ver_2_leaves_a_constant_sequence_as_it_is"


@pytest.fixture(scope="module")
def check(reference):
    """One of the claims, with other draws."""
    known = {claim.name: claim.check for todo in claims(ROOT / "tests", reference).values() for claim in todo}
    return lambda name, **changes: replace(known[name], **changes)


@pytest.fixture
def wrong_where_long(folder):
    """A HeadVer2 that doubles the means of more than four positions."""
    return Recorder(InProcess(folder([("head_v2", "return wei @ x", "return wei @ x * (1 if T <= 4 else 2)")])))


@pytest.fixture
def over_the_batch(folder):
    """A GPTVer1 whose probabilities sum to 1 over the batch."""
    return Recorder(InProcess(folder([("gpt_v1", "softmax(dim=-1)", "softmax(dim=0)")])))


def test_a_failure_is_shrunk_but_not_for_ever(check, over_the_batch):
    failure = check("test_gpt_ver_1_generate_draws_from_the_softmax").first_failure(over_the_batch, shrinking=0.0)
    assert isinstance(failure.exception, AssertionError)
    assert failure.cases[0].call.method == "generate"


def test_the_first_examples_are_kept_whether_they_hold_or_not(check, wrong_where_long):
    examples = check("test_head_ver_2_never_looks_ahead", seed=1).first_examples(wrong_where_long, 7)
    assert len(examples) == 7
    assert all(example.cases for example in examples)
    broken = check(CONSTANT, seed=1).first_examples(wrong_where_long, 15)
    assert {example.exception is None for example in broken} == {True, False}


def test_the_number_of_examples_may_be_bounded(check, wrong_where_long):
    assert check(CONSTANT, seed=1, examples=1).first_failure(wrong_where_long) is None
    assert check(CONSTANT, seed=1).first_failure(wrong_where_long).drawn > 1


@pytest.mark.parametrize("seed", [0, 3, 9])  # each draws such a case
def test_a_saturated_softmax_may_be_written_out(check, seed):
    """Its gradient is a difference of large products there, which one fused operation never forms."""
    ways = alternates(ROOT / "reference" / "alternates")
    way = next(way for way in ways if (way.file, way.name) == ("multi_head_v2", "softmax_by_hand"))
    claim = check("test_multi_head_ver_2_is_multi_head_attention", seed=seed)
    assert claim.first_failure(Recorder(way.over(ROOT / "reference"))) is None


def test_hypothesis_does_not_write_thousands_of_numbers_out(check, over_the_batch):
    claim = check("test_gpt_ver_1_generate_draws_from_the_softmax", seed=3)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        failure = claim.first_failure(over_the_batch, 0.0)
    assert isinstance(failure.exception, AssertionError)
    assert "tensor" not in pretty(failure.cases[0])


def test_a_claim_that_draws_nothing_is_the_maintainers_mistake_and_nobodys_grade(tmp_path):
    for todo in LADDER:
        (tmp_path / f"test_{todo.number}.py").write_text(
            "def test_it(impl): pass\n" if todo.number == 3 else "", encoding="utf-8"
        )
    with pytest.raises(TypeError, match=r"test_3.py: test_it draws nothing"):
        claims(tmp_path, None)
