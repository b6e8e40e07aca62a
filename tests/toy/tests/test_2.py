"""TODO 2: Regression, which learns to tell classes apart."""

from dataclasses import replace

import torch
from hypothesis import given, settings

from harness.compare.close import assert_agree, assert_close
from toy.cases import regressions, steps
from toy.claims import assert_built_as_promised, assert_leaves_no_trace


@given(case=regressions())
@settings(max_examples=15)
def test_regression_has_the_parameters_of_the_interface(impl, case):
    """Regression has weight (K, F) and bias (K), both trained; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=regressions())
@settings(max_examples=15)
def test_regression_starts_undecided(impl, case):
    """Before any training, each class is equally likely."""
    out = impl(replace(case.forward_only, weights={})).output  # (N, K)
    assert_close(out, torch.full_like(out, 1 / out.shape[-1]), "the probabilities before any training")


@given(case=regressions())
@settings(max_examples=40)
def test_regression_is_that_of_the_formula(impl, reference, case):
    """The output is the softmax over the classes of x W^T + b, and its gradient is that of this formula."""
    assert_agree(impl, reference, case)


@given(case=steps())
@settings(max_examples=40)
def test_regression_steps_down_the_gradient(impl, reference, case):
    """The step is that of gradient descent on the mean of -log p[label]."""
    assert_agree(impl, reference, case)


@given(case=steps())
@settings(max_examples=15)
def test_regression_step_leaves_no_trace(impl, case):
    """A step changes nothing, and a second one gives the same."""
    assert_leaves_no_trace(impl, case)
