"""A fault is located where a right step, put in the place of the student's own, makes the output right."""

import pytest
from screen import TOY

from harness.course import course
from harness.judge.locating import forward_passes, locate
from harness.run.in_process import InProcess

pytestmark = pytest.mark.usefixtures("toy")
SHIFT = "x - x.amax(dim=self.dim, keepdim=True)"
TOTAL = "e.sum(dim=self.dim, keepdim=True)"
RETURN = f"return e / {TOTAL}"
SCORES = "x @ self.weight.T + self.bias"


def faults(folder, name, *edits):
    """The steps at fault, and what stands in their place."""
    impl = InProcess(folder([*edits]))
    right = forward_passes(course().probes.telling({name}), InProcess(TOY / "reference"))
    repairs = locate(impl, right)
    return [(fault.steps, fault.instead) for fault in repairs[0].faults] if repairs else []


@pytest.mark.parametrize(
    ("edit", "steps", "instead"),
    [
        (("softmax", "torch.exp(", "torch.exp2("), ("the exponential",), ""),
        (("softmax", f"torch.exp({SHIFT})", SHIFT), ("the exponential",), "the shift"),
        (("softmax", TOTAL, "e.mean(dim=self.dim, keepdim=True)"), ("the sum",), ""),
        (("softmax", RETURN, f"return e * {TOTAL}"), ("the division",), ""),
        (("softmax", RETURN, f"return e / {TOTAL} + 1"), ("what follows the division",), ""),
        (("softmax", RETURN, "return e.mul_(2).softmax(dim=self.dim)"), ("the division", "the sum"), ""),
    ],
)
def test_the_step_at_fault_is_found(folder, edit, steps, instead):
    assert faults(folder, "Softmax", edit) == [(steps, instead)]


def test_two_faults_are_both_found(folder):
    edits = ("softmax", "torch.exp(", "torch.exp2("), ("softmax", RETURN, f"return 2 * e / {TOTAL}")
    assert faults(folder, "Softmax", *edits) == [(("the exponential",), ""), (("the division",), "")]


def test_steps_made_in_one_are_named_together(folder):
    fused = ("regression", SCORES, "torch.addmm(self.bias, x, self.weight.T, alpha=2)")
    assert faults(folder, "Regression", fused) == [(("the sum with bias", "the product with weight"), "")]


@pytest.mark.parametrize(
    "edit",
    [
        ("softmax", RETURN, RETURN + "  # as it was"),
        ("softmax", RETURN, "return x.softmax(self.dim)"),
        ("softmax", RETURN, "return e / nothing"),
    ],
)
def test_a_right_answer_and_one_that_stops_have_no_fault(folder, edit):
    assert faults(folder, "Softmax", edit) == []


def test_a_step_that_is_written_another_way_is_right_all_the_same(folder):
    transposed = "(self.weight @ x.T).T + 2 * self.bias"
    assert faults(folder, "Regression", ("regression", SCORES, transposed)) == [(("the sum with bias",), "")]
