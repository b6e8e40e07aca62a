"""TODO 2: HeadVer1, the mean of the past with loops; GPTVer2, a model with a context."""

import torch
from hypothesis import given, settings

from harness.compare.close import assert_agree, assert_close
from spec.cases import cases, histories, prompts
from spec.claims.every_class import (
    assert_built_as_promised,
    assert_causal,
    assert_examples_do_not_mix,
    assert_leaves_no_trace,
)
from spec.claims.generate import (
    assert_continues_as_is_certain,
    assert_continues_the_prompt,
    assert_drawn_from_the_softmax,
    assert_drawn_one_by_one,
    assert_drawn_to_the_end,
    assert_leaves_the_model_alone,
    assert_not_reseeded,
    certainties,
    even_lotteries,
    fair_dice,
    long_games,
    lotteries,
)
from spec.claims.instances import assert_share_nothing, instances
from spec.claims.positions import assert_positions_look_alike, same_tokens
from spec.experiments.catalogue import AVERAGING
from spec.experiments.helps import assert_helps, first_seeds
from spec.experiments.table import figures


@given(case=cases("HeadVer1"))
@settings(max_examples=15)
def test_head_ver_1_has_no_parameters(impl, case):
    """HeadVer1 has nothing to learn; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=cases("HeadVer1", awkward=False))
@settings(max_examples=20)
def test_head_ver_1_never_looks_ahead(impl, case):
    """No later position changes an earlier output."""
    assert_causal(impl, case)


@given(case=cases("HeadVer1", awkward=False))
@settings(max_examples=25)
def test_head_ver_1_gives_all_of_the_past_the_same_weight(impl, case):
    """The weights of a mean over positions 0..t are 1 / (t + 1) each: a unit vector at each position shows them."""
    B, T, _ = case.x.shape
    units = torch.eye(T).expand(B, T, T)  # (B, T, T)
    weights = impl(case.on(units, cotangents=())).output  # (B, T, T)
    assert_close(weights, _mean_weights(T).expand(B, T, T), "the weights (B, T, T)")


@given(case=cases("HeadVer1"))
def test_head_ver_1_is_the_mean_of_the_past(impl, reference, case):
    """The output at position t is the mean of positions 0..t, and its gradient is that of a mean."""
    assert_agree(impl, reference, case)


@given(case=cases("HeadVer1", awkward=False))
@settings(max_examples=15)
def test_head_ver_1_examples_do_not_mix(impl, case):
    """No example of a batch changes another's output."""
    assert_examples_do_not_mix(impl, case)


@given(case=histories("HeadVer1"))
@settings(max_examples=12)
def test_head_ver_1_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


def _mean_weights(T):
    return torch.stack([(torch.arange(T) <= t) / (t + 1) for t in range(T)])  # (T, T)


@given(case=cases("GPTVer2"))
@settings(max_examples=15)
def test_gpt_ver_2_has_the_parameters_of_the_interface(impl, case):
    """GPTVer2 has token_embedding_table, lm_head and the given contextualizer, all trained; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=same_tokens("GPTVer2"))
@settings(max_examples=15)
def test_gpt_ver_2_cannot_tell_positions_apart(impl, case):
    """With a contextualizer that looks at each position alone, a token has the same logits wherever it stands."""
    assert_positions_look_alike(impl, case)


@given(case=cases("GPTVer2"))
def test_gpt_ver_2_computes_logits_and_loss(impl, reference, case):
    """Logits are lm_head(contextualizer(embeddings)), the loss the mean cross-entropy; the gradients are right too."""
    assert_agree(impl, reference, case)


@given(case=histories("GPTVer2"))
@settings(max_examples=12)
def test_gpt_ver_2_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@given(trio=instances("GPTVer2"))
@settings(max_examples=4)
def test_gpt_ver_2_instances_share_nothing(impl, trio):
    """Two GPTVer2 share nothing: loading, training or calling one leaves the other as it was."""
    assert_share_nothing(impl, trio)


@given(case=prompts("GPTVer2"))
@settings(max_examples=30)
def test_gpt_ver_2_generate_continues_the_prompt(impl, case):
    """generate returns the whole prompt, however long, followed by max_new_tokens tokens of the vocabulary."""
    assert_continues_the_prompt(impl, case)


@given(case=certainties("GPTVer2"))
@settings(max_examples=15)
def test_gpt_ver_2_generate_appends_what_is_certain(impl, case):
    """Where the logits leave no doubt, generate appends the one token that can follow the last block_size ones."""
    assert_continues_as_is_certain(impl, case)


@given(games=lotteries("GPTVer2"))
@settings(max_examples=10)
def test_gpt_ver_2_generate_draws_from_the_softmax(impl, games):
    """Each new token is drawn from the softmax of the logits of the last position."""
    assert_drawn_from_the_softmax(impl, games)


@given(games=even_lotteries("GPTVer2"))
@settings(max_examples=7)
def test_gpt_ver_2_generate_draws_each_example_on_its_own(impl, games):
    """Two examples with the same prompt get tokens that are drawn independently."""
    assert_drawn_one_by_one(impl, games)


@given(case=long_games("GPTVer2"))
@settings(max_examples=7)
def test_gpt_ver_2_generate_draws_to_the_end(impl, case):
    """generate draws each of many new tokens, also for B = 1: with equal logits, all tokens are equally frequent."""
    assert_drawn_to_the_end(impl, case)


@given(case=fair_dice("GPTVer2"))
@settings(max_examples=5)
def test_gpt_ver_2_generate_sets_no_seed(impl, case):
    """generate draws from torch's random state and does not reset it."""
    assert_not_reseeded(impl, case)


@given(case=prompts("GPTVer2"))
@settings(max_examples=10)
def test_gpt_ver_2_generate_leaves_the_model_alone(impl, case):
    """generate learns nothing, leaves its input alone, and leaves the train/eval mode as it was."""
    assert_leaves_the_model_alone(impl, case)


@given(seed=first_seeds)
@settings(max_examples=1)
def test_averaging_beats_the_bigram(impl, seed):
    """Each letter comes once a round. The mean of the past shows which letters are left, a bigram table does not."""
    print(figures(AVERAGING, assert_helps(AVERAGING, impl, seed)))
