"""A mistake is called by its name if a known one gives the same, and by no name otherwise."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from harness.case import Build, Case, Error, Outcome
from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.judge.judge import judge
from harness.judge.naming import Bank, is_same
from harness.run.in_process import InProcess

ROOT = Path(__file__).parents[3]
ANSWERS = ROOT / "reference"
CLAIMS = claims(ROOT / "tests", InProcess(ANSWERS))
BANK = Bank(ANSWERS)


def verdict(path, number, part_of_name):
    """The judgement of one claim, named where the bank knows it."""
    claim = next(claim for claim in CLAIMS[number] if part_of_name in claim.name)
    return judge(claim.check, Recorder(InProcess(path)), claim.todo, BANK, shrinking=0.2)


MEAN = "wei = wei / wei.sum(dim=1, keepdim=True)  # (T, T)\n        return wei @ x"


def test_another_way_of_making_the_same_mistake_has_the_same_name(folder):
    found = verdict(folder([("head_v2", MEAN, "return x.cumsum(dim=1) / len(x[0])")]), 3, "is_the_mean")
    assert found.slip.title == "divides by T"
    assert found.said.startswith("Known mistake: divides by T. Every row is divided by T")
    assert "\nHint: " in found.said


def test_an_earlier_class_that_is_written_otherwise_hides_no_name(folder):
    einsum = 'torch.einsum("btd,bsd->bts", q, k) / D**0.5'
    edits = [("head_v4", "q @ k.transpose(-2, -1) / D**0.5", einsum), ("multi_head_v1", "self.proj(out)", "out")]
    assert verdict(folder(edits), 7, "ver_1_is_multi_head").slip.title == "not projected"


@pytest.mark.parametrize(
    ("number", "edits", "claim"),
    [
        (3, [("head_v2", "return wei @ x", "return (wei @ x).clamp(min=-1.25)")], "is_the_mean"),
        (5, [("head_v4", "/ D**0.5", "/ C**0.5"), ("head_v4", "wei @ v  #", "2 * wei @ v  #")], "is_causal_self"),
        (5, [("head_v4", "return wei @ v", "return wei @ v @ nothing")], "is_causal_self"),
        (5, [("head_v4", "class HeadVer4(nn.Module):", "class HeadVer4(:")], "is_causal_self"),
    ],
)
def test_what_is_in_no_bank_has_no_name(folder, number, edits, claim):
    found = verdict(folder(edits), number, claim)
    assert found.verdict == "broken"
    assert found.slip is None
    assert "Known mistake" not in found.said


def test_a_loop_is_named_by_what_it_costs(folder):
    looped = ("head_v2", "return wei @ x", "return torch.stack([wei @ one for one in x])")
    assert verdict(folder([looped]), 3, "has_no_loop").slip.title == "product for each example"


def test_without_a_bank_nothing_is_named(folder, tmp_path):
    claim = next(claim for claim in CLAIMS[3] if "is_the_mean" in claim.name)
    impl = Recorder(InProcess(folder([("head_v2", "dim=1", "dim=0")])))
    assert judge(claim.check, impl, claim.todo, Bank(tmp_path), shrinking=0.0).slip is None


ERROR = Error("construction", ("ValueError", "Exception"), "H must divide C", raised=True)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"message": "in other words"}, True),
        ({"kinds": ("BadSize", "ValueError", "Exception")}, True),
        ({"raised": False}, True),
        ({"kinds": ("RuntimeError", "Exception")}, False),
        ({"stage": "forward"}, False),
        ({"raised": False, "message": "torch's words"}, False),
    ],
)
def test_errors_are_the_same_by_stage_and_kind_and_torchs_own_by_their_words(change, same):
    got, want = (Outcome((), {}, (), error) for error in (replace(ERROR, **change), ERROR))
    assert is_same(got, lambda _: want, Case(Build("HeadVer2"), {}, ())) is same


INDIVISIBLE = Case(Build("MultiHeadVer2", {"block_size": 2, "embed_size": 3, "n_heads": 2}), {}, ())
RAISES = re.compile(r"raise ValueError\(.*\)")


@pytest.mark.parametrize(
    "raised",
    [
        "raise ValueError('n_heads must divide embed_size')",
        "raise ValueError",
        "raise type('BadSize', (ValueError,), {})()",
    ],
)
def test_what_a_class_raises_may_be_in_words_of_its_own(folder, answers, reference, raised):
    own, times = RAISES.subn(raised, answers.sources["multi_head_v2"])
    assert times == 1
    assert is_same(InProcess(folder(multi_head_v2=own))(INDIVISIBLE), reference, INDIVISIBLE)


@pytest.mark.parametrize("raised", ["raise TypeError('no')", "torch.ones(3) @ torch.ones(2)", "int('no')"])
def test_what_is_of_another_kind_or_in_torchs_words_is_another_error(folder, answers, reference, raised):
    own = RAISES.sub(raised, answers.sources["multi_head_v2"])
    assert not is_same(InProcess(folder(multi_head_v2=own))(INDIVISIBLE), reference, INDIVISIBLE)
