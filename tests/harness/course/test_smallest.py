"""The smallest case that is shown can be followed: it has two positions and two features, and few lines."""

import re
from pathlib import Path

import pytest
import torch

from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.judge.judge import judge
from harness.judge.slips import slips
from harness.run.in_process import InProcess

ROOT = Path(__file__).parents[3]
BANK = {f"{slip.file}.{slip.name}": slip for slip in slips(ROOT / "reference" / "slips")}


def broken(name, part_of_claim):
    """The code that is shown for a slip, by the claim with that in its name."""
    known = claims(ROOT / "tests", InProcess(ROOT / "reference"))[BANK[name].todo.number]
    claim = next(claim for claim in known if part_of_claim in claim.name)
    return judge(claim.check, Recorder(BANK[name].over(ROOT / "reference")), claim.todo).code


@pytest.mark.parametrize(
    ("name", "part_of_claim", "T", "C"),
    [
        ("gpt_v1.softmax_before_cross_entropy", "logits_and_loss", 2, None),
        ("head_v1.past_detached", "mean_of_the_past", 2, 2),
        ("head_v4.query_and_key_swapped", "is_causal_self_attention", 2, 2),
        ("multi_head_v2.one_wide_head", "ver_2_is_multi_head", 2, 2),
        ("feed_forward.gelu_for_relu", "widens", 2, 2),
        ("block_v1.residual_already", "feed_forward_after_head", 2, 2),
    ],
)
def test_two_positions_and_two_features_are_left(name, part_of_claim, T, C):
    code = broken(name, part_of_claim)
    given = re.search(r"^(?:x|indices) = (torch\.tensor\(.*\))", code, re.MULTILINE)[1]
    assert tuple(eval(given, {"torch": torch}).shape[1:]) == ((T,) if C is None else (T, C)), code


def test_text_that_is_certain_is_shown_by_one_call_of_a_model_of_three_tokens():
    code = broken("gpt_v1.logits_of_the_prompt", "appends_what_is_certain")
    assert "GPTVer1(vocab_size=3, block_size=2)" in code
    assert code.count("generate(") == 1
    assert len(code.splitlines()) < 30
