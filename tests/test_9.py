"""TODO 9: LayerNorm; BlockVer3, with a LayerNorm on the input of each of the two."""

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.compare.close import LOOSE, assert_agree, assert_close
from spec.cases import cases, histories
from spec.claims.every_class import (
    assert_built_as_promised,
    assert_examples_do_not_mix,
    assert_leaves_no_trace,
    assert_positions_do_not_mix,
)
from spec.claims.exhibits import gradients_of_blocks, gradients_of_linear_layers, mean_and_variance, shows
from spec.claims.instances import assert_share_nothing, instances
from spec.claims.layer_norm import (
    ARRIVED,
    LESS,
    VANISHED,
    assert_gradient_goes_through_the_statistics,
    at_start,
    block_stacks,
    features,
    gain,
    linear_stacks,
    normalized,
)
from spec.claims.residual import assert_lets_x_through, silent
from spec.experiments.catalogue import LAYER_NORM
from spec.experiments.helps import assert_helps, first_seeds
from spec.experiments.table import figures


@given(case=cases("LayerNorm"))
@settings(max_examples=15)
def test_layer_norm_has_the_parameters_of_the_interface(impl, case):
    """LayerNorm has weight (C) and bias (C), both trained; a first call runs."""
    assert_built_as_promised(impl, case)


@shows(mean_and_variance)
@given(case=features())
@settings(max_examples=50)
def test_layer_norm_features_dim_is_properly_normalized(impl, case):
    """Over the features of each position, the output has mean 0 and variance x.var / (x.var + eps), dividing by C."""
    out = impl(case).output  # (..., C)
    mean, variance = normalized(case)  # (...)
    assert_close(out.mean(dim=-1), mean, "the means over the features", LOOSE)
    assert_close(out.var(dim=-1, correction=0), variance, "the variances over the features", LOOSE)


@given(case=features(), shift=st.integers(-8, 8))
@settings(max_examples=20)
def test_layer_norm_ignores_a_shift_of_all_features(impl, case, shift):
    """x + c has the same output as x."""
    x = case.x
    assert_close(impl(case.on(x + shift)).output, impl(case).output, f"the output for x + {shift}", LOOSE)


@given(case=features(eps=1e-5), scale=st.integers(2, 8))
@settings(max_examples=20)
def test_layer_norm_ignores_the_scale_of_the_features(impl, case, scale):
    """c x has the same output as x, as far as eps allows."""
    x = case.x
    assert_close(impl(case.on(x * scale)).output, impl(case).output, f"the output for {scale} x", LOOSE)


@given(case=features(weighted=True))
@settings(max_examples=30)
def test_layer_norm_gradient_goes_through_mean_and_variance(impl, case):
    """Mean and variance depend on x too: along a shift or a change of scale of x, the gradient is 0."""
    assert_gradient_goes_through_the_statistics(impl, case)


@given(case=cases("LayerNorm"))
@settings(max_examples=25)
def test_layer_norm_of_constant_features_is_its_bias(impl, case):
    """Where all features are the same, the variance is 0: the output is the bias, and the gradients are finite."""
    x = case.x
    reply = impl(case.on(torch.ones_like(x))).reply
    assert_close(reply.output, case.weights["bias"].expand_as(x), "the output, compared with the bias", LOOSE)
    for name, gradient in reply.gradients.items():
        assert gradient.isfinite().all(), f"the gradient of {name} is not finite"


@given(case=cases("LayerNorm"))
def test_layer_norm_normalizes_scales_and_shifts(impl, reference, case):
    """The output is (x - mean) / sqrt(var + eps) * weight + bias over the last dimension; gradients are right too."""
    assert_agree(impl, reference, case)


@given(case=cases("LayerNorm"))
@settings(max_examples=20)
def test_layer_norm_starts_with_weight_one_and_bias_zero(impl, reference, case):
    """Before training, weight is 1 and bias is 0."""
    assert_agree(impl, reference, at_start(case))


@given(case=cases("LayerNorm", awkward=False))
@settings(max_examples=25)
def test_layer_norm_positions_do_not_mix(impl, case):
    """Each position is normalized on its own, however many dimensions come before the features."""
    assert_positions_do_not_mix(impl, case)


@given(case=histories("LayerNorm"))
@settings(max_examples=12)
def test_layer_norm_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@given(trio=instances("LayerNorm"))
@settings(max_examples=4)
def test_layer_norm_instances_share_nothing(impl, trio):
    """Two LayerNorm share nothing: loading, training or calling one leaves the other as it was."""
    assert_share_nothing(impl, trio)


@shows(gradients_of_linear_layers)
@given(pair=linear_stacks())
@settings(max_examples=3)
def test_layer_norm_mitigates_vanishing_gradient(impl, pair):
    """In a plain stack of 20 linear layers the gradient vanishes; with a LayerNorm after each layer it arrives."""
    plain, normed = (gain(impl(case), case) for case in pair)
    assert plain < VANISHED, f"without LayerNorm the gradient arrives: {plain:.1e}"
    assert ARRIVED < normed < 1 / ARRIVED, f"with LayerNorm the gradient is multiplied by {normed:.1e}"


@given(case=cases("BlockVer3"))
@settings(max_examples=15)
def test_block_ver_3_has_the_parameters_of_the_interface(impl, case):
    """BlockVer3 has the head that it was given, ffwd, ln1 and ln2, all trained; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=silent("BlockVer3"))
@settings(max_examples=20)
def test_block_ver_3_lets_x_through(impl, case):
    """Where head and ffwd give zeros, the output is x, not normalized, and the gradient of x is that of the output."""
    assert_lets_x_through(impl, case)


@given(case=cases("BlockVer3"))
def test_block_ver_3_normalizes_the_input_of_each_of_the_two(impl, reference, case):
    """With y = x + head(ln1(x)), the output is y + ffwd(ln2(y)); the gradients are right too."""
    assert_agree(impl, reference, case)


@given(case=cases("BlockVer3"))
@settings(max_examples=20)
def test_block_ver_3_norms_start_with_weight_one_and_bias_zero(impl, reference, case):
    """Before training, the weights of ln1 and ln2 are 1 and their biases 0."""
    assert_agree(impl, reference, at_start(case))


@given(case=cases("BlockVer3", awkward=False))
@settings(max_examples=15)
def test_block_ver_3_examples_do_not_mix(impl, case):
    """No example of a batch changes another's output."""
    assert_examples_do_not_mix(impl, case)


@given(case=histories("BlockVer3"))
@settings(max_examples=12)
def test_block_ver_3_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@given(trio=instances("BlockVer3"))
@settings(max_examples=4)
def test_block_ver_3_instances_share_nothing(impl, trio):
    """Two BlockVer3 share nothing: loading, training or calling one leaves the other as it was."""
    assert_share_nothing(impl, trio)


@shows(gradients_of_blocks)
@given(stacks=block_stacks())
@settings(max_examples=3)
def test_layer_norm_keeps_the_gradient_from_growing(impl, stacks):
    """In a stack of 16 blocks the gradient vanishes; with residual connections it grows, with LayerNorm less so."""
    first, second, third = (gain(impl(case), case) for case in stacks)
    assert first < VANISHED, f"without residual connections the gradient arrives: {first:.1e}"
    assert third > ARRIVED, f"of BlockVer3, the gradient is multiplied by {third:.1e}: does the residual path carry it?"
    assert third < second / LESS, (
        f"of BlockVer3, the gradient is multiplied by {third:.1f}, without norms by {second:.1f}, "
        f"expected at least {LESS:g} times as much without"
    )


@given(seed=first_seeds)
@settings(max_examples=1)
def test_layer_norm_helps_when_network_is_deep(impl, seed):
    """At a large learning rate, a stack of 6 blocks learns with LayerNorm, and hardly without."""
    print(figures(LAYER_NORM, assert_helps(LAYER_NORM, impl, seed)))
