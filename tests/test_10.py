"""TODO 10: BlockVer4, with dropout on the output of each of the two."""

from dataclasses import replace

import torch
from hypothesis import given, settings

from harness.compare.close import assert_agree
from spec.cases import cases, histories
from spec.claims.dropout import (
    assert_computes_with_what_it_keeps,
    assert_drops_elements_on_their_own,
    assert_drops_outputs_only,
    assert_gradient_follows_the_mask,
    assert_masks_are_independent,
    assert_rate_is_p,
    constant_sublayers,
    one_loud_sublayer,
    same_chance,
    sublayers_apart,
)
from spec.claims.every_class import assert_built_as_promised, assert_examples_do_not_mix, assert_leaves_no_trace
from spec.claims.exhibits import shows, three_calls_in_eval_mode, three_calls_in_train_mode
from spec.claims.instances import assert_share_nothing, instances
from spec.claims.layer_norm import at_start
from spec.claims.residual import assert_lets_x_through, silent
from spec.experiments.catalogue import DROPOUT
from spec.experiments.helps import assert_helps, first_seeds
from spec.experiments.table import figures


@given(case=cases("BlockVer4"))
@settings(max_examples=15)
def test_block_ver_4_has_the_parameters_of_the_interface(impl, case):
    """BlockVer4 has the parameters of BlockVer3; dropout has none; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=silent("BlockVer4"))
@settings(max_examples=20)
def test_block_ver_4_lets_x_through(impl, case):
    """Where head and ffwd give zeros, the output is x, in train mode too: the residual path is never dropped."""
    for train in (True, False):
        assert_lets_x_through(impl, case.on(*case.call.inputs, train=train))


@given(case=cases("BlockVer4"))
def test_block_ver_4_is_block_ver_3_in_eval_mode(impl, reference, case):
    """In eval mode, with y = x + head(ln1(x)), the output is y + ffwd(ln2(y)); the gradients are right too."""
    assert_agree(impl, reference, case)


@given(case=cases("BlockVer4"))
@settings(max_examples=30)
def test_block_ver_4_is_block_ver_3_without_dropout(impl, reference, case):
    """With dropout = 0, train mode gives what eval mode gives."""
    build = replace(case.build, args={**case.build.args, "dropout": 0.0})
    assert_agree(impl, reference, replace(case, build=build).on(*case.call.inputs, train=True))


@given(case=cases("BlockVer4"))
@settings(max_examples=20)
def test_block_ver_4_norms_start_with_weight_one_and_bias_zero(impl, reference, case):
    """Before training, the weights of ln1 and ln2 are 1 and their biases 0."""
    assert_agree(impl, reference, at_start(case))


@shows(three_calls_in_train_mode)
@given(case=constant_sublayers())
@settings(max_examples=25)
def test_block_ver_4_output_is_always_different_in_train_mode(impl, case):
    """In train mode, two calls on the same input drop other elements, also after a call in eval mode."""
    train, again, evaluate = case.forward_only.calls
    _, first, second = impl(case.calling(evaluate, train, again)).replies
    assert not torch.equal(first.output, second.output), (
        f"two calls in train mode give the same output (by chance: at most once in {1 / same_chance(case):.0e})"
    )
    other = impl(case.calling(replace(train, seed=train.seed + 1))).reply
    assert first.random_state != other.random_state, "forward resets torch's random state: it sets a seed"


@shows(three_calls_in_eval_mode)
@given(case=constant_sublayers())
@settings(max_examples=25)
def test_block_ver_4_output_is_always_the_same_in_eval_mode(impl, case):
    """In eval mode, all calls on the same input give the same output, also after calls in train mode."""
    train, _, evaluate = case.calls
    before = impl(case.calling(evaluate)).reply
    _, first, second = impl(case.calling(train, evaluate, replace(evaluate, seed=None))).replies
    assert torch.equal(first.output, before.output), "a call in train mode changes what eval mode gives"
    assert torch.equal(first.output, second.output), "two calls in eval mode differ"
    assert not first.drew, "forward draws random numbers in eval mode"


@given(case=constant_sublayers())
@settings(max_examples=20)
def test_block_ver_4_drops_with_probability_p_and_rescales(impl, case):
    """In train mode each element that head or ffwd gives is 0 with probability p, else multiplied by 1 / (1 - p)."""
    assert_rate_is_p(impl, case)


@given(case=one_loud_sublayer())
@settings(max_examples=40)
def test_block_ver_4_drops_outputs_and_nothing_else(impl, case):
    """Dropout is applied to the outputs of head and ffwd: not to their inputs, nor inside of them."""
    assert_drops_outputs_only(impl, case)


@given(case=sublayers_apart())
@settings(max_examples=40)
def test_block_ver_4_computes_with_what_it_keeps(impl, case):
    """In train mode, ln2 and ffwd see what was kept of head's output; the gradients are right too."""
    assert_computes_with_what_it_keeps(impl, case)


@given(case=constant_sublayers())
@settings(max_examples=10)
def test_block_ver_4_drops_each_element_on_its_own(impl, case):
    """Elements near and far along the batch, the positions and the features are dropped independently."""
    assert_drops_elements_on_their_own(impl, case)


@given(case=constant_sublayers())
@settings(max_examples=20)
def test_block_ver_4_draws_a_new_mask_in_each_place_and_each_call(impl, case):
    """The masks of head and ffwd are independent of each other, and of those of the next call."""
    assert_masks_are_independent(impl, case)


@given(case=constant_sublayers())
@settings(max_examples=20)
def test_block_ver_4_gradient_follows_the_mask(impl, case):
    """In train mode, elements that were dropped get no gradient and the others 1 / (1 - p) times theirs."""
    assert_gradient_follows_the_mask(impl, case)


@given(case=cases("BlockVer4", awkward=False))
@settings(max_examples=15)
def test_block_ver_4_examples_do_not_mix(impl, case):
    """No example of a batch changes another's output."""
    assert_examples_do_not_mix(impl, case)


@given(case=histories("BlockVer4"))
@settings(max_examples=12)
def test_block_ver_4_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@given(trio=instances("BlockVer4"))
@settings(max_examples=4)
def test_block_ver_4_instances_share_nothing(impl, trio):
    """Two BlockVer4 share nothing: loading, training or calling one leaves the other as it was."""
    assert_share_nothing(impl, trio)


@given(seed=first_seeds)
@settings(max_examples=1)
def test_dropout_helps(impl, seed):
    """With dropout, a model that has seen only 40 lines predicts these less well, and all others better."""
    print(figures(DROPOUT, assert_helps(DROPOUT, impl, seed)))
