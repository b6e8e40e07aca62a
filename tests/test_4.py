"""TODO 4: HeadVer3, the mean of the past by mask and softmax."""

from hypothesis import given, settings

from harness.compare.close import assert_agree, assert_close
from harness.plugin.benchmark import group
from spec.cases import cases, histories
from spec.claims.attention import assert_rows_are_weights
from spec.claims.cost import assert_no_loop, passes
from spec.claims.every_class import (
    assert_built_as_promised,
    assert_causal,
    assert_examples_do_not_mix,
    assert_leaves_no_trace,
)
from spec.claims.exhibits import shows, weights_of_averaging
from spec.claims.instances import assert_share_nothing, instances


@given(case=cases("HeadVer3"))
@settings(max_examples=15)
def test_head_ver_3_has_no_parameters(impl, case):
    """HeadVer3 has nothing to learn; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=cases("HeadVer3", awkward=False))
@settings(max_examples=20)
def test_head_ver_3_never_looks_ahead(impl, case):
    """No later position changes an earlier output."""
    assert_causal(impl, case)


@shows(weights_of_averaging)
@given(case=cases("HeadVer3"))
@settings(max_examples=30)
def test_head_ver_3_logs_weights_that_look_back_only(impl, case):
    """self.wei (T, T) is zero above the diagonal, its rows sum to 1, and it is detached."""
    T = case.x.shape[1]
    assert_rows_are_weights(impl(case.forward_only).reply, (T, T))


@given(case=cases("HeadVer3", awkward=False))
@settings(max_examples=25)
def test_head_ver_3_uses_the_weights_that_it_logs(impl, case):
    """The output is self.wei @ x."""
    reply = impl(case).reply
    assert_rows_are_weights(reply, (case.x.shape[1],) * 2)
    assert_close(reply.output, reply.logged["wei"] @ case.x, "the output, compared with wei @ x")


@given(case=cases("HeadVer3"))
def test_head_ver_3_is_the_mean_of_the_past(impl, reference, case):
    """The output at position t is the mean of positions 0..t, and its gradient is that of a mean."""
    assert_agree(impl, reference, case)


@given(case=cases("HeadVer3", awkward=False))
@settings(max_examples=15)
def test_head_ver_3_examples_do_not_mix(impl, case):
    """No example of a batch changes another's output."""
    assert_examples_do_not_mix(impl, case)


@given(case=histories("HeadVer3"))
@settings(max_examples=12)
def test_head_ver_3_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@given(trio=instances("HeadVer3"))
@settings(max_examples=4)
def test_head_ver_3_instances_share_nothing(impl, trio):
    """Two HeadVer3 share nothing: calling one leaves what the other gives and logs as it was."""
    assert_share_nothing(impl, trio)


@group("averaging")
@given(one=passes("HeadVer3"))
@settings(max_examples=15)
def test_head_ver_3_has_no_loop(impl, bench, one):
    """The number of tensor operations does not grow with B or T."""
    assert_no_loop(impl, one)
    bench.take("HeadVer3", impl)
