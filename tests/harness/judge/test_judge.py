"""Whose fault it is that a claim does not hold."""

from pathlib import Path

import pytest

from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.judge.judge import Judgement, judge
from harness.run.in_process import InProcess

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("old", "new", "verdict", "facts"),
    [
        ("return wei @ v", "raise RuntimeError('no')  #", "blocked", {"waits_for": (5,)}),
        ("return wei @ v", "return 2 * wei @ v", "held", {"replaced": (5,)}),
        ("class HeadVer4(nn.Module):", "class HeadVer4(:", "blocked", {"waits_for": (5,)}),
    ],
)
def test_an_earlier_class_that_crashes_blocks_what_is_built_of_it_and_one_that_is_wrong_does_not(
    folder, reference, old, new, verdict, facts
):
    name = "test_multi_head_ver_1_is_multi_head_attention"
    claim = next(claim for claim in claims(ROOT / "tests", reference)[7] if claim.name == name)
    found = judge(claim.check, Recorder(InProcess(folder([("head_v4", old, new)]))), claim.todo, shrinking=0.0)
    assert found.verdict == verdict
    assert found == Judgement(claim.todo, message=found.message, **facts)


def test_a_todo_that_is_still_open_is_not_started_even_where_an_earlier_file_is_missing(folder, reference):
    path = folder(block_v3=(ROOT / "student" / "block_v3.py").read_text(encoding="utf-8"))
    (path / "feed_forward.py").unlink()
    claim = next(claim for claim in claims(ROOT / "tests", reference)[9] if "block" in claim.name)
    assert judge(claim.check, Recorder(InProcess(path)), claim.todo, shrinking=0.0).verdict == "not started"


@pytest.mark.parametrize(("said", "topic"), [("TODO 3: HeadVer2.forward", "HeadVer2.forward"), ("TODO 3", "test_a")])
def test_a_claim_that_is_not_started_is_about_the_open_method(folder, reference, said, topic):
    path = folder([("head_v2", "T = x.shape[1]\n", f"raise NotImplementedError({said!r})\n")])
    claim = claims(ROOT / "tests", reference)[3][1]
    found = judge(claim.check, Recorder(InProcess(path)), claim.todo, shrinking=0.0)
    assert found.verdict == "not started"
    assert found.told("test_a", None, 0.1, "0", "pytest", 1).topic == topic


def test_where_a_claim_stopped_is_kept(folder, reference):
    path = folder([("head_v2", "T = x.shape[1]\n", "T = x.nowhere\n")])
    claim = claims(ROOT / "tests", reference)[3][1]
    found = judge(claim.check, Recorder(InProcess(path)), claim.todo, shrinking=0.0)
    source = (path / "head_v2.py").read_text(encoding="utf-8").splitlines()
    assert (found.file, source[found.line - 1].strip()) == ("head_v2", "T = x.nowhere")
