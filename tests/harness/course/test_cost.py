"""FLOPs and operations are counted as they are dispatched, and the reference costs what the formulas say."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.case import Build, Call, Case
from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.judge.judge import judge
from harness.judge.slips import slips
from harness.run.call.meter import Meter
from harness.run.in_process import InProcess

ROOT = Path(__file__).parents[3]
REFERENCE = InProcess(ROOT / "reference")
RELEASE = ".".join(torch.__version__.split(".")[:2])
OPERATIONS = {"2.13": [11, 14, 47], "2.15": [11, 14, 47]}  # of HeadVer2, HeadVer3 and MultiHeadVer2, by torch's version
size, few = st.integers(2, 9), st.integers(2, 4)


def counted(name, args, *shape):
    return REFERENCE(Case(Build(name, args), {}, (Call((torch.ones(shape),), counted=True),))).reply


@given(B=size, T=size, D=size, H=few)
@settings(max_examples=50)
def test_the_answers_cost_what_the_formulas_say_and_have_no_loop(B, T, D, H):
    C = H * D
    attention, projection = 6 * B * T * C**2 + 4 * B * T**2 * C, 2 * B * T * C**2
    sizes = {"block_size": T, "embed_size": C}
    first, second = (counted(name, {**sizes, "n_heads": H}, B, T, C) for name in ("MultiHeadVer1", "MultiHeadVer2"))
    assert counted("HeadVer4", {**sizes, "head_size": C}, B, T, C).flops == attention
    assert first.flops == second.flops == attention + projection
    assert counted("FeedForward", {"embed_size": C}, B, T, C).flops == 16 * B * T * C**2
    averaging = [counted(name, {}, B, T, C).operations for name in ("HeadVer2", "HeadVer3")]
    assert [*averaging, second.operations] == OPERATIONS[RELEASE]  # whatever the sizes


@pytest.mark.parametrize(
    ("operation", "flops"),
    [
        (lambda q: q @ q.mT, 2 * 2 * 5 * 5 * 8),
        (lambda q: torch.einsum("btd,bsd->bts", q, q), 2 * 2 * 5 * 5 * 8),
        (lambda q: F.scaled_dot_product_attention(q, q, q, is_causal=True), 4 * 2 * 5 * 5 * 8),
        (lambda q: q + q, 0),
    ],
)
def test_products_are_counted_however_they_are_called(operation, flops):
    with Meter() as meter:
        operation(torch.ones(2, 5, 8))
    assert meter.flops == flops
    assert meter.operations >= 1


def test_a_call_that_is_not_counted_counts_nothing():
    reply = REFERENCE(Case(Build("HeadVer2"), {}, (Call((torch.ones(1, 2, 3),)),))).reply
    assert (reply.operations, reply.flops) == (0, 0)


def test_loops_show_in_the_number_of_operations():
    few, many = (counted("HeadVer1", {}, B, T, 2).operations for B, T in ((1, 2), (4, 8)))
    assert many > 10 * few
    few, many = (counted("HeadVer2", {}, B, T, 2).operations for B, T in ((1, 2), (4, 8)))
    assert many == few


def message(impl, number, part_of_name):
    claim = next(claim for claim in claims(ROOT / "tests", REFERENCE)[number] if part_of_name in claim.name)
    return judge(replace(claim.check, seed=0), Recorder(impl), claim.todo, shrinking=0.0).message


@pytest.mark.parametrize(
    ("number", "slip", "claim", "words"),
    [
        (
            7,
            "projected_for_each_head",
            "ver_2_and_multi_head_ver_1_are_equally",
            "1 of the 3 maps of x are made 4 times, once for each head",
        ),
        (7, "all_heads_for_each_head", "head_ver_4_and_multi_head_ver_1_are_equally", "once for each head"),
        (7, "heads_run_twice", "head_ver_4_and_multi_head_ver_1_are_equally", "All of it is done twice"),
        (
            5,
            "projected_again_for_each_query",
            "costs_what_attention",
            "3 of the 3 maps of x are made 3 times, once for each position",
        ),
        (
            8,
            "whole_sequence_for_each_position",
            "costs_two_products",
            "2 of the 2 maps of x are made 3 times, once for each position",
        ),
    ],
)
def test_the_part_that_is_done_too_often_is_named(number, slip, claim, words):
    bank = slips(ROOT / "reference" / "slips")
    made = next(one for one in bank if one.name == slip).over(ROOT / "reference")
    assert words in message(made, number, claim)
