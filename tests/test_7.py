"""TODO 7: multi-head attention, one head after another and all at once."""

import torch
import torch.nn.functional as F
from hypothesis import given, settings

from harness.compare.close import assert_agree, assert_close
from harness.compare.side_by_side import assert_faster
from harness.plugin.benchmark import group
from spec.cases import cases, histories
from spec.claims.attention import assert_refused, head, indivisible, second_version, stretched
from spec.claims.cost import (
    assert_heads_cost_one_head,
    assert_heads_cost_what_attention_costs,
    assert_no_loop,
    is_a_measure,
    many_small_heads,
    passes,
    race_multi_heads,
    spent,
)
from spec.claims.every_class import (
    assert_built_as_promised,
    assert_causal,
    assert_examples_do_not_mix,
    assert_leaves_no_trace,
)
from spec.claims.exhibits import cost_of_both_versions, cost_of_one_head_and_many, raced, shows
from spec.claims.instances import assert_share_nothing, instances
from spec.experiments.catalogue import MULTI_HEAD
from spec.experiments.helps import assert_helps, first_seeds
from spec.experiments.table import figures


@given(case=cases("MultiHeadVer1"))
@settings(max_examples=15)
def test_multi_head_ver_1_has_the_parameters_of_the_interface(impl, case):
    """MultiHeadVer1 has the query, key and value of each head, and proj, all trained; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=indivisible("MultiHeadVer1"))
@settings(max_examples=25)
def test_multi_head_ver_1_refuses_heads_that_do_not_divide_embed_size(impl, case):
    """The constructor raises ValueError where n_heads does not divide embed_size."""
    assert_refused(impl, case)


@given(case=cases("MultiHeadVer1", awkward=False))
@settings(max_examples=20)
def test_multi_head_ver_1_never_looks_ahead(impl, case):
    """No later position changes an earlier output."""
    assert_causal(impl, case)


@given(case=cases("MultiHeadVer1", awkward=False))
@settings(max_examples=30)
def test_multi_head_ver_1_is_its_heads_concatenated_and_projected(impl, case):
    """The outputs of H HeadVer4, side by side, go through proj."""
    outputs = [impl(head(case, i)).output for i in range(case.build.args["n_heads"])]  # H times (B, T, D)
    projected = F.linear(torch.cat(outputs, dim=-1), case.weights["proj.weight"], case.weights["proj.bias"])
    assert_close(
        impl(case.forward_only).output, projected, "the output, compared with the heads side by side, projected", 1e-3
    )


@given(case=stretched("MultiHeadVer1"))
def test_multi_head_ver_1_is_multi_head_attention(impl, reference, case):
    """Output and gradients are those of H heads of size D = C / H, each scaled by 1 / sqrt(D), and a projection."""
    assert_agree(impl, reference, case)


@given(case=cases("MultiHeadVer1", awkward=False))
@settings(max_examples=15)
def test_multi_head_ver_1_examples_do_not_mix(impl, case):
    """No example of a batch changes another's output."""
    assert_examples_do_not_mix(impl, case)


@given(case=histories("MultiHeadVer1"))
@settings(max_examples=12)
def test_multi_head_ver_1_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@given(trio=instances("MultiHeadVer1"))
@settings(max_examples=4)
def test_multi_head_ver_1_instances_share_nothing(impl, trio):
    """Two MultiHeadVer1 share nothing: loading, training or calling one leaves the other as it was."""
    assert_share_nothing(impl, trio)


@given(case=cases("MultiHeadVer2"))
@settings(max_examples=15)
def test_multi_head_ver_2_has_the_parameters_of_the_interface(impl, case):
    """MultiHeadVer2 has query, key and value (C, C) without bias, and proj, all trained; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=indivisible("MultiHeadVer2"))
@settings(max_examples=25)
def test_multi_head_ver_2_refuses_heads_that_do_not_divide_embed_size(impl, case):
    """The constructor raises ValueError where n_heads does not divide embed_size."""
    assert_refused(impl, case)


@given(case=cases("MultiHeadVer2", awkward=False))
@settings(max_examples=20)
def test_multi_head_ver_2_never_looks_ahead(impl, case):
    """No later position changes an earlier output."""
    assert_causal(impl, case)


@given(case=stretched("MultiHeadVer2"))
def test_multi_head_ver_2_is_multi_head_attention(impl, reference, case):
    """Output and gradients are those of H heads of size D = C / H, each scaled by 1 / sqrt(D), and a projection."""
    assert_agree(impl, reference, case)


@given(case=cases("MultiHeadVer2", awkward=False))
@settings(max_examples=15)
def test_multi_head_ver_2_examples_do_not_mix(impl, case):
    """No example of a batch changes another's output."""
    assert_examples_do_not_mix(impl, case)


@given(case=histories("MultiHeadVer2"))
@settings(max_examples=12)
def test_multi_head_ver_2_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@given(trio=instances("MultiHeadVer2"))
@settings(max_examples=8)
def test_multi_head_ver_2_instances_share_nothing(impl, trio):
    """Two MultiHeadVer2 share nothing: loading, training or calling one leaves the other as it was."""
    assert_share_nothing(impl, trio)


@given(case=cases("MultiHeadVer1"))
def test_multi_head_ver_1_and_multi_head_ver_2_are_logically_equal(impl, case):
    """Ver1 and Ver2 compute the same function of the same weights."""
    case = case.forward_only
    assert_close(impl(second_version(case)).output, impl(case).output, "the output of Ver2, compared with Ver1's", 1e-3)


@shows(cost_of_one_head_and_many)
@group("multi-head")
@given(one=passes("MultiHeadVer1"))
@settings(max_examples=15)
def test_head_ver_4_and_multi_head_ver_1_are_equally_expensive(impl, bench, one):
    """The H heads of size C / H together cost the FLOPs of one HeadVer4 with head_size = embed_size."""
    assert_heads_cost_one_head(impl, one)
    bench.take("MultiHeadVer1", impl)


@shows(cost_of_both_versions)
@group("multi-head")
@given(one=passes("MultiHeadVer2"))
@settings(max_examples=15)
def test_multi_head_ver_2_and_multi_head_ver_1_are_equally_expensive(impl, bench, one):
    """The heads cost 6 B T C^2 + 4 B T^2 C FLOPs together, whatever H is."""
    assert_heads_cost_what_attention_costs(impl, one)
    bench.take("MultiHeadVer2", impl)


@group("multi-head")
@given(one=passes("MultiHeadVer2"))
@settings(max_examples=15)
def test_multi_head_ver_2_has_no_loop(impl, bench, one):
    """The number of tensor operations does not grow with B, T or H."""
    assert_no_loop(impl, one)
    bench.take("MultiHeadVer2", impl)


@group("multi-head")
@given(case=many_small_heads())
@settings(max_examples=1)
def test_multi_head_ver_2_is_faster_than_ver_1(impl, opponent, bench, case):
    """With 32 small heads, MultiHeadVer2 is at least 4 times as fast as MultiHeadVer1, forward and backward."""
    race = race_multi_heads(impl, opponent, case, k=4)
    rival = spent(opponent, case)
    print(raced(race, opponent, "MultiHeadVer2", "MultiHeadVer1", (spent(impl, second_version(case)), rival)))
    bench.take("MultiHeadVer2", impl, "MultiHeadVer1", race)
    if is_a_measure(opponent, case, rival):
        assert_faster(race, "MultiHeadVer2")


@given(seed=first_seeds)
@settings(max_examples=1)
def test_multi_head_helps(impl, seed):
    """The answer is in two letters at once, a row and a column: 8 narrow heads learn it sooner than one wide head."""
    print(figures(MULTI_HEAD, assert_helps(MULTI_HEAD, impl, seed)))
