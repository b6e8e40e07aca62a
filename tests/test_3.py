"""TODO 3: HeadVer2, the mean of the past as one matrix product."""

from hypothesis import given, settings

from harness.compare.close import assert_agree, assert_close
from harness.compare.side_by_side import assert_faster
from harness.plugin.benchmark import group
from spec.cases import cases, histories
from spec.claims.cost import assert_no_loop, averaging, is_a_measure, passes, race_heads, spent
from spec.claims.every_class import (
    assert_built_as_promised,
    assert_causal,
    assert_examples_do_not_mix,
    assert_leaves_no_trace,
)
from spec.claims.exhibits import raced


@given(case=cases("HeadVer2"))
@settings(max_examples=15)
def test_head_ver_2_has_no_parameters(impl, case):
    """HeadVer2 has nothing to learn; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=cases("HeadVer2", awkward=False))
@settings(max_examples=20)
def test_head_ver_2_never_looks_ahead(impl, case):
    """No later position changes an earlier output."""
    assert_causal(impl, case)


@given(case=cases("HeadVer2", awkward=False))
@settings(max_examples=25)
def test_head_ver_2_leaves_a_constant_sequence_as_it_is(impl, case):
    """The mean of equal positions is that position: the weights of each row sum to 1."""
    x = case.x[:, :1].expand_as(case.x)  # (B, T, C)
    assert_close(impl(case.on(x.clone(), cotangents=())).output, x, "the output for equal positions")


@given(case=cases("HeadVer2"))
def test_head_ver_2_is_the_mean_of_the_past(impl, reference, case):
    """The output at position t is the mean of positions 0..t, and its gradient is that of a mean."""
    assert_agree(impl, reference, case)


@given(case=cases("HeadVer2", awkward=False))
@settings(max_examples=15)
def test_head_ver_2_examples_do_not_mix(impl, case):
    """No example of a batch changes another's output."""
    assert_examples_do_not_mix(impl, case)


@given(case=histories("HeadVer2"))
@settings(max_examples=12)
def test_head_ver_2_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@group("averaging")
@given(one=passes("HeadVer2"))
@settings(max_examples=15)
def test_head_ver_2_has_no_loop(impl, bench, one):
    """The number of tensor operations does not grow with B or T."""
    assert_no_loop(impl, one)
    bench.take("HeadVer2", impl)


@group("averaging")
@given(case=averaging())
@settings(max_examples=1)
def test_head_ver_2_is_faster_than_ver_1(impl, opponent, bench, case):
    """On 4 examples of 32 positions, HeadVer2 is at least three times as fast as the loops of HeadVer1."""
    race = race_heads(impl, opponent, case, k=3)
    rival = spent(opponent, case)
    print(raced(race, opponent, "HeadVer2", "HeadVer1", (spent(impl, case.of("HeadVer2", {})), rival)))
    bench.take("HeadVer2", impl, "HeadVer1", race)
    if is_a_measure(opponent, case, rival):
        assert_faster(race, "HeadVer2")
