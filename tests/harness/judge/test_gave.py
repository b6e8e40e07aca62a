"""What the code gave where a claim breaks: the same for equal mistakes, another for others."""

import pytest
import torch

from harness.case import CannotRun, Error, Outcome, Reply
from harness.compare.close import Different
from harness.draw.example import Example, Failure
from harness.judge.gave import gave

X = torch.tensor([[1.5, -0.25], [3.0, 0.125]])


def outcome(output):
    return Outcome((Reply((output,), {}, (), {}, (), "", False),), {}, ())


def of_numbers(*outputs):
    failure = Failure(Different("the output", X, X + 1, "it differs"), ())
    return gave(failure, [Example((), None, (outcome(output),)) for output in outputs])


def of_error(message, kind="NameError"):
    return gave(Failure(CannotRun(Error("call", (kind,), message)), ()), ())


def test_numbers_that_differ_by_rounding_are_the_same():
    assert of_numbers(X, 2 * X) == of_numbers(X * (1 + 1e-6), 2 * X - 1e-7)


OTHERS = [X + 0.1, X.T, X[:1], -X, X * torch.nan, X * 1j, torch.where(X > 2, torch.inf, X), X[None]]


@pytest.mark.parametrize("other", OTHERS)
def test_other_numbers_or_another_shape_are_not(other):
    assert of_numbers(X, X) != of_numbers(X, other)


def test_nothing_and_not_a_number_can_be_written_down():
    odd = X[:0], torch.tensor(0.0), X * torch.inf, torch.full((2,), torch.nan), torch.tensor([True, False])
    assert len({of_numbers(each) for each in odd}) == len(odd)


def test_errors_are_the_same_but_for_the_students_own_names_and_for_sizes():
    assert of_error("name 'exps' is not defined") == of_error("name 'foo' is not defined")
    assert of_error("(2x3 and 4x5)", "RuntimeError") == of_error("(7x8 and 1x2)", "RuntimeError")
    assert of_error("no", "TypeError") != of_error("no", "NameError") != of_error("yes", "NameError")


def test_what_a_claim_says_is_the_same_but_for_numbers():
    assert gave(Failure(AssertionError("3 rows"), ()), ()) == gave(Failure(AssertionError("12 rows"), ()), ())
    assert gave(Failure(AssertionError("3 rows"), ()), ()) != gave(Failure(AssertionError("3 columns"), ()), ())
