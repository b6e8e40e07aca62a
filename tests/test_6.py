"""TODO 6: GPTVer3, a model that knows where each token stands."""

from hypothesis import given, settings

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
from spec.claims.positions import (
    assert_positions_differ,
    distances,
    encodings,
    same_tokens,
)
from spec.experiments.catalogue import POSITIONS
from spec.experiments.helps import assert_helps, first_seeds
from spec.experiments.table import figures
from spec.stand_ins.formula import encodings_by_the_formula


@given(case=encodings())
def test_pos_encodings_are_sines_and_cosines(impl, case):
    """pos_encodings(block_size, C) has sin(t f_i) in column 2i and cos(t f_i) in column 2i + 1, f_i = 10000^(-2i/C)."""
    assert_close(impl(case).output, encodings_by_the_formula(*case.call.inputs), "the encodings", bound=1e-4)


@given(case=encodings())
@settings(max_examples=20)
def test_pos_encodings_are_bounded(impl, case):
    """Each entry of an encoding is a number between -1 and 1."""
    encoded = impl(case).output  # (block_size, C)
    assert encoded.isfinite().all(), "an encoding holds NaN or infinity"
    assert encoded.abs().max() <= 1 + 1e-6, f"an encoding has a number of size {encoded.abs().max():.4f}"


@given(case=encodings(smallest=2, narrowest=2))
@settings(max_examples=25)
def test_pos_encodings_tell_all_positions_apart(impl, case):
    """For C >= 2, no two positions have the same encoding."""
    apart = distances(impl(case).output, case.call.inputs)  # (block_size, block_size)
    apart.fill_diagonal_(1)
    assert apart.min() > 1e-3, "two positions have the same encoding"


@given(case=encodings(smallest=2, even=True))
@settings(max_examples=25)
def test_the_distance_of_two_encodings_depends_on_their_offset_alone(impl, case):
    """For even C, the encodings of positions t and t + k are equally far apart for every t."""
    apart = distances(impl(case).output, case.call.inputs)  # (block_size, block_size)
    for offset in range(len(apart)):
        diagonal = apart.diagonal(offset)  # (block_size - offset)
        assert_close(diagonal, diagonal[:1].expand_as(diagonal), f"the distances at offset {offset}", bound=1e-3)


@given(case=cases("GPTVer3"))
@settings(max_examples=15)
def test_gpt_ver_3_has_the_parameters_of_the_interface(impl, case):
    """GPTVer3 has GPTVer2's parameters; encodings are neither trained nor in the state dict; a first call runs."""
    assert_built_as_promised(impl, case)


@given(case=same_tokens("GPTVer3"))
@settings(max_examples=15)
def test_gpt_ver_3_tells_positions_apart(impl, case):
    """With a contextualizer that looks at each position alone, a token has other logits at each position."""
    assert_positions_differ(impl, case)


@given(case=cases("GPTVer3"))
def test_gpt_ver_3_computes_logits_and_loss(impl, reference, case):
    """The logits are lm_head(contextualizer(embeddings + encodings)); the loss and the gradients are right too."""
    assert_agree(impl, reference, case)


@given(case=histories("GPTVer3"))
@settings(max_examples=12)
def test_gpt_ver_3_leaves_no_trace(impl, case):
    """A call changes nothing and remembers nothing: a second call agrees with the first."""
    assert_leaves_no_trace(impl, case)


@given(trio=instances("GPTVer3"))
@settings(max_examples=4)
def test_gpt_ver_3_instances_share_nothing(impl, trio):
    """Two GPTVer3 share nothing: loading, training or calling one leaves the other as it was."""
    assert_share_nothing(impl, trio)


@given(case=prompts("GPTVer3"))
@settings(max_examples=30)
def test_gpt_ver_3_generate_continues_the_prompt(impl, case):
    """generate returns the whole prompt, however long, followed by max_new_tokens tokens of the vocabulary."""
    assert_continues_the_prompt(impl, case)


@given(case=certainties("GPTVer3"))
@settings(max_examples=15)
def test_gpt_ver_3_generate_appends_what_is_certain(impl, case):
    """Where the logits leave no doubt, generate appends the one token that can follow the last block_size ones."""
    assert_continues_as_is_certain(impl, case)


@given(games=lotteries("GPTVer3"))
@settings(max_examples=10)
def test_gpt_ver_3_generate_draws_from_the_softmax(impl, games):
    """Each new token is drawn from the softmax of the logits of the last position."""
    assert_drawn_from_the_softmax(impl, games)


@given(games=even_lotteries("GPTVer3"))
@settings(max_examples=7)
def test_gpt_ver_3_generate_draws_each_example_on_its_own(impl, games):
    """Two examples with the same prompt get tokens that are drawn independently."""
    assert_drawn_one_by_one(impl, games)


@given(case=long_games("GPTVer3"))
@settings(max_examples=7)
def test_gpt_ver_3_generate_draws_to_the_end(impl, case):
    """generate draws each of many new tokens, also for B = 1: with equal logits, all tokens are equally frequent."""
    assert_drawn_to_the_end(impl, case)


@given(case=fair_dice("GPTVer3"))
@settings(max_examples=5)
def test_gpt_ver_3_generate_sets_no_seed(impl, case):
    """generate draws from torch's random state and does not reset it."""
    assert_not_reseeded(impl, case)


@given(case=prompts("GPTVer3"))
@settings(max_examples=10)
def test_gpt_ver_3_generate_leaves_the_model_alone(impl, case):
    """generate learns nothing, leaves its input alone, and leaves the train/eval mode as it was."""
    assert_leaves_the_model_alone(impl, case)


@given(seed=first_seeds)
@settings(max_examples=1)
def test_positions_help(impl, seed):
    """The second round repeats the first. A model can only copy round one if it knows the positions."""
    print(figures(POSITIONS, assert_helps(POSITIONS, impl, seed)))
