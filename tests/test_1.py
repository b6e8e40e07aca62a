"""TODO 1: GPTVer1, a bigram table."""

from hypothesis import given, settings

from harness.case import Call
from harness.compare.close import assert_agree, assert_close
from spec.cases import cases, histories, prompts
from spec.claims.every_class import assert_built_as_promised, assert_leaves_no_trace
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
from spec.experiments.bigram import assert_learns_the_counts
from spec.experiments.helps import first_seeds


@given(case=cases("GPTVer1"))
@settings(max_examples=15)
def test_gpt_ver_1_has_the_parameters_of_the_interface(impl, case):
    """GPTVer1 has one trained parameter, token_embedding_table.weight (V, V), and no more; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=cases("GPTVer1"))
def test_gpt_ver_1_computes_logits_and_loss(impl, reference, case):
    """The logits (B, T, V) are rows of the table, the loss is the mean cross-entropy; the gradients are right too."""
    assert_agree(impl, reference, case)


@given(case=cases("GPTVer1"))
@settings(max_examples=25)
def test_gpt_ver_1_sees_the_last_token_only(impl, case):
    """The logits at a position depend on the token there, on no other token and on no position."""
    indices = case.x  # (B, T)
    one_by_one = impl(case.calling(Call((indices.reshape(-1, 1),), "logits"))).output  # (B * T, 1, V)
    logits = impl(case.calling(Call((indices,), "logits"))).output  # (B, T, V)
    assert_close(logits.flatten(0, 1), one_by_one.squeeze(1), "the logits (B * T, V), compared with each token alone")


@given(case=histories("GPTVer1"))
@settings(max_examples=12)
def test_gpt_ver_1_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@given(trio=instances("GPTVer1"))
@settings(max_examples=4)
def test_gpt_ver_1_instances_share_nothing(impl, trio):
    """Two GPTVer1 share nothing: loading, training or calling one leaves the other as it was."""
    assert_share_nothing(impl, trio)


@given(case=prompts("GPTVer1"))
@settings(max_examples=30)
def test_gpt_ver_1_generate_continues_the_prompt(impl, case):
    """generate returns the whole prompt, however long, followed by max_new_tokens tokens of the vocabulary."""
    assert_continues_the_prompt(impl, case)


@given(case=certainties("GPTVer1"))
@settings(max_examples=15)
def test_gpt_ver_1_generate_appends_what_is_certain(impl, case):
    """Where the logits leave no doubt, generate appends the one token that can follow the last one."""
    assert_continues_as_is_certain(impl, case)


@given(games=lotteries("GPTVer1"))
@settings(max_examples=10)
def test_gpt_ver_1_generate_draws_from_the_softmax(impl, games):
    """Each new token is drawn from the softmax of the logits of the last position."""
    assert_drawn_from_the_softmax(impl, games)


@given(games=even_lotteries("GPTVer1"))
@settings(max_examples=7)
def test_gpt_ver_1_generate_draws_each_example_on_its_own(impl, games):
    """Two examples with the same prompt get tokens that are drawn independently."""
    assert_drawn_one_by_one(impl, games)


@given(case=long_games("GPTVer1"))
@settings(max_examples=7)
def test_gpt_ver_1_generate_draws_to_the_end(impl, case):
    """generate draws each of many new tokens, also for B = 1: with equal logits, all tokens are equally frequent."""
    assert_drawn_to_the_end(impl, case)


@given(case=fair_dice("GPTVer1"))
@settings(max_examples=5)
def test_gpt_ver_1_generate_sets_no_seed(impl, case):
    """generate draws from torch's random state and does not reset it."""
    assert_not_reseeded(impl, case)


@given(case=prompts("GPTVer1"))
@settings(max_examples=10)
def test_gpt_ver_1_generate_leaves_the_model_alone(impl, case):
    """generate learns nothing, leaves its input alone, and leaves the train/eval mode as it was."""
    assert_leaves_the_model_alone(impl, case)


@given(seed=first_seeds)
@settings(max_examples=1)
def test_gpt_ver_1_learns_the_ratios_of_counts(impl, seed):
    """Trained on a text, softmax(row i) says how often each token follows token i; the loss is the entropy rate."""
    print(*assert_learns_the_counts(impl, seed), sep="\n")
