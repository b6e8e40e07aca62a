"""TODO 1: Softmax."""

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.compare.close import LOOSE, assert_agree, assert_close
from harness.draw.numbers import seeds
from harness.plugin.benchmark import group
from toy.cases import softmaxes
from toy.claims import assert_built_as_promised, assert_leaves_no_trace
from toy.costs import passed


@given(case=softmaxes())
@settings(max_examples=15)
def test_softmax_has_no_parameters(impl, case):
    """Softmax has nothing to learn; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=softmaxes())
@settings(max_examples=25)
def test_softmax_gives_probabilities(impl, case):
    """Along dim the output sums to 1, and no entry is negative."""
    dim, out = case.build.args["dim"], impl(case.forward_only).output
    assert bool((out >= 0).all()), "a probability is negative, or no number"
    assert_close(out.sum(dim=dim), torch.ones_like(out.sum(dim=dim)), f"the sums along dimension {dim}")


@given(case=softmaxes(), shift=st.sampled_from((1, 100, -100)))
@settings(max_examples=25)
def test_softmax_ignores_a_shift(impl, case, shift):
    """x + c has the same output as x, however large c is."""
    case, dim = case.forward_only, case.build.args["dim"]
    lines = torch.zeros_like(case.x).select(dim, 0)
    some = (torch.arange(lines.numel()) % 2).reshape(lines.shape).unsqueeze(dim)  # of the lines along dim
    for c in (torch.tensor(shift), shift * some):
        assert_close(impl(case.on(case.x + c)).output, impl(case).output, f"the output for x + {shift}", LOOSE)


@given(case=softmaxes())
@settings(max_examples=40)
def test_softmax_is_that_of_the_formula(impl, reference, case):
    """The output is exp(x) divided by its sum along dim, and its gradient is that of this quotient."""
    assert_agree(impl, reference, case)


@given(case=softmaxes())
@settings(max_examples=15)
def test_softmax_leaves_no_trace(impl, case):
    """A call changes nothing, and a second one gives the same."""
    assert_leaves_no_trace(impl, case)


@group("softmax")
@given(rows=st.integers(2, 8), seed_of_x=seeds)
@settings(max_examples=5)
def test_softmax_has_no_loop(impl, bench, rows, seed_of_x):
    """The number of tensor operations does not grow with the number of rows."""
    few, many = (impl(passed(n, seed_of_x, counted=True)).reply.operations for n in (rows, rows + 16))
    assert many <= few, f"{few} operations for {rows} rows, {many} for {rows + 16}"
    bench.take("Softmax", impl)
