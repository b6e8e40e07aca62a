"""Whose fault it is that a claim does not hold."""

import pytest
from screen import TOY

from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.judge.judge import Judgement, judge
from harness.run.in_process import InProcess

pytestmark = pytest.mark.usefixtures("toy")
RETURN, EXP = "return e / e.sum(", "e = torch.exp(x - x.amax(dim=self.dim, keepdim=True))\n"


def judged(path, number, name):
    """The judgement of the first claim of a TODO in whose name this stands."""
    known = claims(TOY / "tests", InProcess(TOY / "reference"))[number]
    claim = next(claim for claim in known if name in claim.name)
    return judge(claim.check, Recorder(InProcess(path)), claim.todo, shrinking=0.0)


@pytest.mark.parametrize(
    ("old", "new", "verdict", "facts"),
    [
        (RETURN, f"raise RuntimeError('no')  # {RETURN}", "blocked", {"waits_for": (1,)}),
        (RETURN, "return 2 * e / e.sum(", "held", {"replaced": (1,)}),
        ("class Softmax(nn.Module):", "class Softmax(:", "blocked", {"waits_for": (1,)}),
    ],
)
def test_an_earlier_class_that_crashes_blocks_what_is_built_of_it_and_one_that_is_wrong_does_not(
    toy, folder, old, new, verdict, facts
):
    found = judged(folder([("softmax", old, new)]), 2, "is_that_of_the_formula")
    assert found.verdict == verdict
    assert found == Judgement(toy.todo(2), message=found.message, **facts)


def test_a_todo_that_is_still_open_is_not_started_even_where_an_earlier_file_is_missing(folder):
    path = folder(regression=(TOY / "student" / "regression.py").read_text(encoding="utf-8"))
    (path / "softmax.py").unlink()
    assert judged(path, 2, "regression").verdict == "not started"


@pytest.mark.parametrize(("said", "topic"), [("TODO 1: Softmax.forward", "Softmax.forward"), ("TODO 1", "test_a")])
def test_a_claim_that_is_not_started_is_about_the_open_method(folder, said, topic):
    found = judged(folder([("softmax", EXP, f"raise NotImplementedError({said!r})\n")]), 1, "probabilities")
    assert found.verdict == "not started"
    assert found.told("test_a", None, 0.1, "0", "pytest", 1).topic == topic


def test_where_a_claim_stopped_is_kept(folder):
    path = folder([("softmax", EXP, "e = x.nowhere\n")])
    found = judged(path, 1, "probabilities")
    source = (path / "softmax.py").read_text(encoding="utf-8").splitlines()
    assert (found.file, source[found.line - 1].strip()) == ("softmax", "e = x.nowhere")
