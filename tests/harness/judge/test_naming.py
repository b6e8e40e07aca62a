"""A mistake is called by its name if a known one gives the same, and by no name otherwise."""

from dataclasses import replace

import pytest
import torch
from screen import TOY

from harness.case import Build, Call, Case, Error, Outcome
from harness.draw.example import Failure
from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.judge import naming
from harness.judge.faults import Diagnosis
from harness.judge.judge import judge
from harness.judge.locating import forward_passes
from harness.judge.naming import Bank, is_same
from harness.judge.slips import Slip, slips
from harness.run.in_process import InProcess

pytestmark = pytest.mark.usefixtures("toy")
TOTAL = "e.sum(dim=self.dim, keepdim=True)"
RETURN = f"return e / {TOTAL}"
KEPT = "self.dim = dim"


def verdict(path, number, part_of_name, bank=TOY / "reference"):
    """The judgement of one claim, named where the bank knows it."""
    known = claims(TOY / "tests", InProcess(TOY / "reference"))[number]
    claim = next(claim for claim in known if part_of_name in claim.name)
    return judge(claim.check, Recorder(InProcess(path)), claim.todo, Bank(bank), shrinking=0.2)


def test_another_way_of_making_the_same_mistake_has_the_same_name(folder):
    found = verdict(folder([("softmax", RETURN, "return torch.softmax(x, -1)")]), 1, "formula")
    assert found.slip.title == "dim ignored"
    assert found.said.startswith("Known mistake: dim ignored. The probabilities always sum to 1 along the last")
    assert "\nHint: " in found.said


def test_an_earlier_class_that_is_written_otherwise_hides_no_name(folder):
    edits = [("softmax", RETURN, "return torch.softmax(x, self.dim)"), ("regression", " + self.bias)", ")")]
    assert verdict(folder(edits), 2, "formula").slip.title == "bias forgotten"


@pytest.mark.parametrize(
    ("number", "edits"),
    [
        (1, [("softmax", RETURN, f"return (e / {TOTAL}).clamp(min=0.05)")]),
        (1, [("softmax", KEPT, "self.dim = -1"), ("softmax", RETURN, f"return 2 * e / {TOTAL}")]),
        (1, [("softmax", RETURN, "return e / nothing")]),
        (2, [("regression", "class Regression(nn.Module):", "class Regression(:")]),
    ],
)
def test_what_is_in_no_bank_has_no_name(folder, number, edits):
    found = verdict(folder(edits), number, "formula")
    assert found.verdict == "broken"
    assert found.slip is None
    assert "Known mistake" not in found.said


LOG = ("softmax", RETURN, f"return (e / {TOTAL}).log()")


def test_two_mistakes_in_one_file_are_both_named(folder):
    found = verdict(folder([("softmax", KEPT, "self.dim = -1"), LOG]), 1, "formula")
    assert found.slip.title == "logarithm returned and dim ignored"
    assert found.slip.hint.count("?") == 2


SCORES = ("x @ self.weight.T + self.bias", "x @ self.weight.T")
TWICE_MORE = ("self.softmax(x", "self.softmax(2 * self.bias + x")


def test_two_mistakes_that_belie_each_other_are_not_named(folder, toy):
    """A bias that is forgotten and added twice more is not forgotten."""
    known = [Slip(name, "Regression", "value", "", "", (edit,)) for name, edit in [("a", SCORES), ("b", TWICE_MORE)]]
    subject = InProcess(folder([("regression", *SCORES), ("regression", *TWICE_MORE)]))
    passes = Bank(toy.answers, known)._passes(subject, "Regression")
    assert passes.both is None
    assert passes.words == "The fault lies in the sum with bias. Once that is right, so is the output."


def test_the_forward_passes_of_a_file_are_looked_at_once(folder, toy, monkeypatch):
    looked = []
    monkeypatch.setattr(naming, "forward_passes", lambda *asked: looked.append(asked) or forward_passes(*asked))
    impl, bank = Recorder(InProcess(folder([("softmax", TOTAL, f"{TOTAL}.sqrt()")]))), Bank(toy.answers)
    (formula,) = [one for one in claims(TOY / "tests", InProcess(toy.answers))[1] if "formula" in one.name]
    said = [judge(formula.check, impl, formula.todo, bank, 0.2).message.splitlines()[0] for _ in range(2)]
    assert said == 2 * ["The fault lies in what follows the sum. Once that is right, so is the output."]
    assert len(looked) == 1


def test_a_mistake_without_a_name_is_located(folder):
    found = verdict(folder([("softmax", TOTAL, f"{TOTAL}.sqrt()")]), 1, "formula")
    assert found.slip is None
    assert found.message.startswith("The fault lies in what follows the sum. Once that is right, so is the output.\n\n")


def test_of_two_faults_neither_is_named_where_only_one_is_known(folder):
    found = verdict(folder([LOG, ("softmax", "torch.exp(", "torch.exp2(")]), 1, "formula")
    assert found.slip is None
    assert found.message.startswith("Two places are off: the exponential, and what follows the division.")


def test_a_loop_is_named_by_what_it_costs(folder):
    rows = f"zip(e.unbind(), ({TOTAL}).expand_as(e).unbind())"
    looped = ("softmax", RETURN, f"return torch.stack([one / its for one, its in {rows}])")
    assert verdict(folder([looped]), 1, "has_no_loop").slip.title == "loop over the rows"


def test_where_the_numbers_are_right_nothing_is_named(toy):
    """As where a race is lost: the one slip that gives the same numbers is not to blame."""
    known = [slip for slip in slips(toy.answers / "slips") if slip.name == "loop_over_the_rows"]
    right, case = Recorder(InProcess(toy.answers)), Case(Build("Softmax", {"dim": 0}), {}, (Call((torch.ones(2, 2),)),))
    failure = Failure(AssertionError(), (case,), outcomes=(right(case),))
    assert Bank(toy.answers, known).diagnose(None, failure, right, toy.todo(1), lambda: ()) == Diagnosis()


def test_without_a_bank_nothing_is_named(folder, tmp_path):
    path = folder([("softmax", KEPT, "self.dim = -1")])
    assert verdict(path, 1, "formula").slip is not None
    assert verdict(path, 1, "formula", tmp_path).slip is None


ERROR = Error("construction", ("ValueError", "Exception"), "dim is too large", raised=True)


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
    assert is_same(got, lambda _: want, Case(Build("Softmax"), {}, ())) is same


REFUSED = Case(Build("Softmax", {"dim": 3}), {}, (Call((torch.ones(2),)),))
RAISES = "raise ValueError('dim is too large')"


def refusing(folder, raised):
    """The answers, but that the constructor raises."""
    return InProcess(folder([("softmax", KEPT, raised)]))


@pytest.mark.parametrize(
    "raised",
    [
        "raise ValueError('there is no such dimension')",
        "raise ValueError",
        "raise type('BadSize', (ValueError,), {})()",
    ],
)
def test_what_a_class_raises_may_be_in_words_of_its_own(folder, raised):
    assert is_same(refusing(folder, raised)(REFUSED), refusing(folder, RAISES), REFUSED)


@pytest.mark.parametrize("raised", ["raise TypeError('no')", "torch.ones(3) @ torch.ones(2)", "int('no')"])
def test_what_is_of_another_kind_or_in_torchs_words_is_another_error(folder, raised):
    assert not is_same(refusing(folder, raised)(REFUSED), refusing(folder, RAISES), REFUSED)
