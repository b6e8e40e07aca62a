"""TODO 8: FeedForward; BlockVer1, a head and a FeedForward; BlockVer2, with residual connections."""

from hypothesis import given, settings

from harness.compare.close import assert_agree
from harness.plugin.benchmark import group
from spec.cases import cases, histories
from spec.claims.cost import assert_feed_forward_costs_two_products, passes
from spec.claims.every_class import (
    assert_built_as_promised,
    assert_examples_do_not_mix,
    assert_leaves_no_trace,
    assert_positions_do_not_mix,
)
from spec.claims.instances import assert_share_nothing, instances
from spec.claims.residual import assert_lets_x_through, silent
from spec.experiments.catalogue import FEED_FORWARD, RESIDUAL
from spec.experiments.helps import assert_helps, first_seeds
from spec.experiments.table import figures


@given(case=cases("FeedForward"))
@settings(max_examples=15)
def test_feed_forward_has_the_parameters_of_the_interface(impl, case):
    """FeedForward has w1 (4C, C) and w2 (C, 4C), both with bias, all trained; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=cases("FeedForward", awkward=False))
@settings(max_examples=25)
def test_feed_forward_thinks_about_each_position_on_its_own(impl, case):
    """A position has the same output alone as among others."""
    assert_positions_do_not_mix(impl, case)


@given(case=cases("FeedForward"))
def test_feed_forward_widens_cuts_and_narrows(impl, reference, case):
    """The output is max(0, x W1 + b1) W2 + b2; the gradients are right too."""
    assert_agree(impl, reference, case)


@given(case=cases("FeedForward", awkward=False))
@settings(max_examples=15)
def test_feed_forward_examples_do_not_mix(impl, case):
    """No example of a batch changes another's output."""
    assert_examples_do_not_mix(impl, case)


@given(case=histories("FeedForward"))
@settings(max_examples=12)
def test_feed_forward_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@given(trio=instances("FeedForward"))
@settings(max_examples=4)
def test_feed_forward_instances_share_nothing(impl, trio):
    """Two FeedForward share nothing: loading, training or calling one leaves the other as it was."""
    assert_share_nothing(impl, trio)


@group("block")
@given(one=passes("FeedForward"))
@settings(max_examples=15)
def test_feed_forward_costs_two_products(impl, bench, one):
    """It costs 16 B T C^2 FLOPs: each of the two maps is applied once."""
    assert_feed_forward_costs_two_products(impl, one)
    bench.take("FeedForward", impl)


@given(case=cases("BlockVer1"))
@settings(max_examples=15)
def test_block_ver_1_has_the_parameters_of_the_interface(impl, case):
    """BlockVer1 has the head that it was given and ffwd, a FeedForward, all trained; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=cases("BlockVer1"))
def test_block_ver_1_is_feed_forward_after_head(impl, reference, case):
    """The output is ffwd(head(x)); the gradients are right too."""
    assert_agree(impl, reference, case)


@given(case=cases("BlockVer1", awkward=False))
@settings(max_examples=15)
def test_block_ver_1_examples_do_not_mix(impl, case):
    """No example of a batch changes another's output."""
    assert_examples_do_not_mix(impl, case)


@given(case=histories("BlockVer1"))
@settings(max_examples=12)
def test_block_ver_1_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@given(trio=instances("BlockVer1"))
@settings(max_examples=4)
def test_block_ver_1_instances_share_nothing(impl, trio):
    """Two BlockVer1 share nothing: loading, training or calling one leaves the other as it was."""
    assert_share_nothing(impl, trio)


@given(case=cases("BlockVer2"))
@settings(max_examples=15)
def test_block_ver_2_has_the_parameters_of_the_interface(impl, case):
    """BlockVer2 has the head that it was given and ffwd, a FeedForward, all trained; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=silent("BlockVer2"))
@settings(max_examples=20)
def test_block_ver_2_lets_x_through(impl, case):
    """Where head and ffwd give zeros, the output is x and the gradient of x is that of the output."""
    assert_lets_x_through(impl, case)


@given(case=cases("BlockVer2"))
def test_block_ver_2_adds_what_each_of_the_two_finds(impl, reference, case):
    """With y = x + head(x), the output is y + ffwd(y); the gradients are right too."""
    assert_agree(impl, reference, case)


@given(case=cases("BlockVer2", awkward=False))
@settings(max_examples=15)
def test_block_ver_2_examples_do_not_mix(impl, case):
    """No example of a batch changes another's output."""
    assert_examples_do_not_mix(impl, case)


@given(case=histories("BlockVer2"))
@settings(max_examples=12)
def test_block_ver_2_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@given(trio=instances("BlockVer2"))
@settings(max_examples=4)
def test_block_ver_2_instances_share_nothing(impl, trio):
    """Two BlockVer2 share nothing: loading, training or calling one leaves the other as it was."""
    assert_share_nothing(impl, trio)


@given(seed=first_seeds)
@settings(max_examples=1)
def test_ffn_helps(impl, seed):
    """Neither digit alone tells a sum modulo 10. After a mean of both, it takes a FeedForward to learn it."""
    print(figures(FEED_FORWARD, assert_helps(FEED_FORWARD, impl, seed)))


@given(seed=first_seeds)
@settings(max_examples=1)
def test_residual_conn_helps_when_network_is_deep(impl, seed):
    """A stack of 5 blocks learns with residual connections, and hardly without."""
    print(figures(RESIDUAL, assert_helps(RESIDUAL, impl, seed)))
