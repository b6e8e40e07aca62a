"""TODO 5: HeadVer4, self-attention."""

from hypothesis import given, settings

from harness.compare.close import assert_agree, assert_close
from harness.plugin.benchmark import group
from spec.cases import cases, histories
from spec.claims.attention import assert_rows_are_weights, project, scaled_scores, stretched
from spec.claims.cost import assert_head_costs_what_attention_costs, passes
from spec.claims.debug_mode import (
    assert_debug_is_forgotten,
    assert_drawn_anew,
    assert_drawn_apart,
    assert_own_numbers_everywhere,
    assert_scores_are_of_normals,
    assert_values_are_normal,
    assert_variance_is_one,
    debugs,
)
from spec.claims.every_class import (
    assert_built_as_promised,
    assert_causal,
    assert_examples_do_not_mix,
    assert_leaves_no_trace,
)
from spec.claims.exhibits import shows, spread_of_scores, weights_of_attention
from spec.claims.instances import assert_share_nothing, instances
from spec.experiments.catalogue import ATTENTION
from spec.experiments.helps import assert_helps, first_seeds
from spec.experiments.table import figures


@given(case=cases("HeadVer4"))
@settings(max_examples=15)
def test_head_ver_4_has_the_parameters_of_the_interface(impl, case):
    """HeadVer4 has query.weight, key.weight and value.weight (D, C), trained, and no bias; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=cases("HeadVer4", awkward=False))
@settings(max_examples=20)
def test_head_ver_4_never_looks_ahead(impl, case):
    """No later position changes an earlier output."""
    assert_causal(impl, case)


@shows(weights_of_attention)
@given(case=cases("HeadVer4"))
@settings(max_examples=30)
def test_head_ver_4_logs_weights_that_look_back_only(impl, case):
    """self.wei (B, T, T) is zero above the diagonal, its rows sum to 1, and it is detached."""
    B, T, _ = case.x.shape
    assert_rows_are_weights(impl(case).reply, (B, T, T))


@given(case=cases("HeadVer4", awkward=False))
@settings(max_examples=25)
def test_head_ver_4_uses_the_weights_that_it_logs(impl, case):
    """The output is self.wei @ v, with v = x @ value.weight^T."""
    x = case.x
    reply = impl(case.forward_only).reply
    assert_rows_are_weights(reply, (*x.shape[:2], x.shape[1]))
    v = project(case, "value", x)  # (B, T, D)
    assert_close(reply.output, reply.logged["wei"] @ v, "the output, compared with wei @ v")


@given(case=cases("HeadVer4", awkward=False))
@settings(max_examples=30)
def test_head_ver_4_logs_the_variance_of_the_scaled_scores(impl, case):
    """self.var is the variance of q k^T / sqrt(D), all of them, before the mask, and it is detached."""
    reply = impl(case).reply
    var = reply.log("var")
    scores = scaled_scores(case)  # (B, T, T)
    if scores.numel() > 1:
        assert_close(var, scores.var(), "self.var")


@given(case=stretched("HeadVer4"))
def test_head_ver_4_is_causal_self_attention(impl, reference, case):
    """The output is softmax(q k^T / sqrt(D), masked) v; self.wei, self.var and all gradients are right too."""
    assert_agree(impl, reference, case)


@shows(spread_of_scores)
@given(case=debugs(n=16384))
@settings(max_examples=5)
def test_head_ver_4_scores_have_variance_one_when_q_and_k_are_normal(impl, case):
    """With debug=True, q and k are drawn from a unit normal, and the scale 1 / sqrt(D) brings self.var to about 1."""
    assert_variance_is_one(impl, case)


@given(case=debugs(n=2048))
@settings(max_examples=5)
def test_head_ver_4_values_are_normal_too_when_debugging(impl, case):
    """With debug=True, v is drawn from a unit normal. The first position shows v, as it sees only itself."""
    assert_values_are_normal(impl, case)


@given(case=debugs(n=16, T=3))
@settings(max_examples=25)
def test_head_ver_4_draws_for_each_position_when_debugging(impl, case):
    """With debug=True, each position of each example has a q, a k and a v of its own."""
    assert_own_numbers_everywhere(impl, case)


@given(case=debugs(n=65536, T=2, largest_head=3))
@settings(max_examples=2)
def test_head_ver_4_draws_q_k_and_v_apart_when_debugging(impl, case):
    """With debug=True, q, k and v are three different draws, and scores are scaled products of unit normals."""
    assert_drawn_apart(impl, case)
    assert_scores_are_of_normals(impl, case)


@given(case=debugs(n=16, T=3, longest=20))
@settings(max_examples=25)
def test_head_ver_4_draws_anew_in_each_call_when_debugging(impl, case):
    """With debug=True, each call draws other numbers, and no seed is set."""
    assert_drawn_anew(impl, case)


@given(case=debugs(n=16, T=3, longest=20))
@settings(max_examples=25)
def test_head_ver_4_projects_again_after_debugging(impl, case):
    """A call without debug gives the same before and after a call with debug=True."""
    assert_debug_is_forgotten(impl, case)


@given(case=cases("HeadVer4", awkward=False))
@settings(max_examples=15)
def test_head_ver_4_examples_do_not_mix(impl, case):
    """No example of a batch changes another's output."""
    assert_examples_do_not_mix(impl, case)


@given(case=histories("HeadVer4"))
@settings(max_examples=12)
def test_head_ver_4_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@given(trio=instances("HeadVer4"))
@settings(max_examples=4)
def test_head_ver_4_instances_share_nothing(impl, trio):
    """Two HeadVer4 share nothing: loading, training or calling one leaves the other as it was."""
    assert_share_nothing(impl, trio)


@group("head")
@given(one=passes("HeadVer4"))
@settings(max_examples=15)
def test_head_ver_4_costs_what_attention_costs(impl, bench, one):
    """With head_size = embed_size, it costs 6 B T C^2 + 4 B T^2 C FLOPs: each product is needed once."""
    assert_head_costs_what_attention_costs(impl, one)
    bench.take("HeadVer4", impl)


@given(seed=first_seeds)
@settings(max_examples=1)
def test_attention_beats_averaging(impl, seed):
    """Which letter comes next depends on the last one: attention can pick it out, the mean of the past cannot."""
    print(figures(ATTENTION, assert_helps(ATTENTION, impl, seed)))
