"""A traced call keeps its steps, and takes another value for any of them."""

from dataclasses import replace

import pytest
import torch
from screen import TOY

from harness.case import Build, Call, Case
from harness.course import course
from harness.run.in_process import InProcess

pytestmark = pytest.mark.usefixtures("toy")
X = torch.tensor([[1.0, 2.0], [3.0, 5.0]])
RETURN = "return e / e.sum(dim=self.dim, keepdim=True)"


def forward(**changes):
    return Case(Build("Softmax", {"dim": -1}), {}, (Call((X,), traced=True, **changes),))


def steps_of(impl, **changes):
    outcome = impl(forward(**changes))
    assert outcome.error is None, outcome.error
    return outcome.reply


def test_each_operation_is_a_step_in_turn_and_knows_which_it_was_given():
    steps = steps_of(InProcess(TOY / "reference")).steps
    assert [(step.name, step.uses) for step in steps] == [
        ("amax", ()),
        ("sub", (0,)),
        ("exp", (1,)),
        ("sum", (2,)),
        ("div", (2, 3)),
    ]
    assert torch.equal(steps[2].value, (X - X.amax(dim=-1, keepdim=True)).exp())


def test_without_being_asked_no_step_is_kept():
    case = forward()
    assert InProcess(TOY / "reference")(case.calling(replace(case.call, traced=False))).reply.steps == ()


def test_a_part_of_the_module_is_one_step_under_its_name():
    weights = {"weight": torch.ones(3, 2), "bias": torch.zeros(3)}
    case = Case(Build("Regression", {"features": 2, "classes": 3}), weights, (Call((X,), traced=True),))
    names = [step.name for step in InProcess(TOY / "reference")(case).reply.steps]
    assert names[-2:] == ["add", "softmax"]
    assert course().words.steps["Regression"].keys() <= set(names)


def test_a_step_gives_what_is_put_in_its_place():
    ones = torch.ones(2, 2)
    assert torch.equal(steps_of(InProcess(TOY / "reference"), put=((2, ones),)).output, ones / 2)


@pytest.mark.parametrize(
    ("how", "at"),
    [
        ("e += 1\n        return e", 3),
        ("e[0] = 7\n        return e", 3),
        ("e.mul_(2)\n        return e", 3),
    ],
)
def test_a_step_in_place_is_one_too(folder, how, at):
    impl = InProcess(folder([("softmax", RETURN, how)]))
    other = torch.full((2, 2), 9.0)
    assert torch.equal(steps_of(impl, put=((at, other),)).output, other)


def test_of_several_values_each_is_a_step(folder):
    impl = InProcess(folder([("softmax", RETURN, "one, other = e.chunk(2)\n        return torch.cat([other, one])")]))
    reply = steps_of(impl, put=((3, torch.full((1, 2), 9.0)),))
    assert [step.name for step in reply.steps][3:] == ["chunk", "chunk", "cat"]
    assert reply.output[1].tolist() == [9.0, 9.0]


def test_what_is_larger_than_any_probe_is_not_kept(folder):
    impl = InProcess(folder([("softmax", RETURN, "torch.zeros(2**17)\n        return e")]))
    assert [step.name for step in steps_of(impl).steps] == ["amax", "sub", "exp"]


def test_a_long_loop_is_not_written_down_to_its_end(folder):
    impl = InProcess(folder([("softmax", RETURN, "for _ in range(1000):\n            e = e * 1\n        return e")]))
    assert len(steps_of(impl).steps) == 200
