"""Whatever comes back, a claim says what is wrong with it; only a mistake of our own is said to be ours."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from harness.case import Build, Call, Case
from harness.compare.promised import broken_promise
from harness.course import course
from harness.draw.check import Check
from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.grading.grader import Grader
from harness.grading.intake import Submission
from harness.judge.judge import Judgement, judge
from harness.run.in_process import InProcess
from harness.tell.board import board
from harness.tell.results import Claim, Results

ROOT = Path(__file__).parents[3]
CLAIMS = claims(ROOT / "tests", InProcess(ROOT / "reference"))
PROPERTIES = ("never_looks_ahead", "examples_do_not_mix", "leaves_no_trace", "values_are_normal")
ODD = {
    "out.bool()": "the output has type torch.bool, expected torch.float32",
    "out.to(torch.float8_e4m3fn)": "the output has type torch.float8_e4m3fn, expected torch.float32",
    "out[:0]": "the output has shape (0, ",
    "out.sum()": "the output has shape (), expected (",
    "out.flatten()": "the output has shape (",
    "torch.empty(0)": "the output has shape (0,), expected (",
    "torch.nested.nested_tensor([out[0]])": "HeadVer4.forward: returned a nested tensor, expected a dense one",
    "()": "an empty tuple was returned, expected a tensor",
    "None": "None was returned, expected a tensor",
}


@pytest.mark.parametrize(("returned", "said"), ODD.items(), ids=ODD)
def test_a_property_of_an_odd_output_is_broken_by_its_author(folder, returned, said):
    path = folder([("head_v4", "return wei @ v", f"out = wei @ v\n        return {returned}")])
    judged = [
        judge(claim.check, Recorder(InProcess(path)), claim.todo, shrinking=0.0)
        for claim in CLAIMS[5]
        if any(name in claim.name for name in PROPERTIES)
    ]
    broken = [found for found in judged if found.verdict == "broken"]
    assert [found.fault for found in judged] == [None] * len(PROPERTIES)
    assert any(found.message.startswith(said) for found in broken), [found.message for found in broken]


def fails(impl, x):
    impl(Case(Build("HeadVer2"), {}, (Call((torch.ones(1, 1, 1),)),)))
    raise ZeroDivisionError


@pytest.fixture
def ours():
    """A check that breaks down over any answer."""
    return Check(given(x=st.just(0))(fails))


def test_what_the_check_itself_raises_is_said_to_be_nobodys_fault(ours, reference):
    found = judge(ours, Recorder(reference), course().todo(3), shrinking=0.0)
    assert found.message.startswith(
        "The check itself failed (ZeroDivisionError). This is not your fault: please report it."
    )
    assert isinstance(found.fault, ZeroDivisionError)


def test_in_the_grade_it_is_no_verdict(monkeypatch, answers):
    found = Judgement(course().todo(3), broken=True, fault=ZeroDivisionError("ours"))
    monkeypatch.setattr("harness.grading.grader.judge", lambda *_: found)
    grader = Grader.of(ROOT)
    with pytest.raises(ZeroDivisionError, match="ours"):
        grader.judge(Submission("mina", answers, ()), course().todo(3), None, 0, 1.0)


def test_the_headline_is_what_stops(folder):
    path = folder([("head_v2", "T = x.shape[1]\n", "T = x.nowhere\n")])
    claim = CLAIMS[3][0]
    found = judge(claim.check, Recorder(InProcess(path)), claim.todo, shrinking=0.0)
    told = found.told(claim.name, "HeadVer2 has no parameters.", 0.1, "0", "pytest", 1)
    assert isinstance(told, Claim)
    shown = board(Results.of([told]), "student", False)
    assert "\nHeadVer2.forward stops with an error:\n" in shown
    assert "has no parameters" not in shown


@pytest.mark.parametrize("number", CLAIMS)
def test_what_is_right_is_as_promised(number, reference):
    """Whatever a claim asks of the answers."""
    for claim in CLAIMS[number]:
        if not claim.takes_long:
            check = replace(claim.check, seed=0, examples=3)
            for example in check.first_examples(Recorder(reference), 3):
                assert broken_promise(example.cases, example.outcomes) == "", claim.name
