"""Claims catch mistakes, each in its own TODO, and fail no answer for being unusual."""

import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis.vendor.pretty import pretty

from proof.alternates import alternates
from spec.judge import judge
from spec.run import InProcess
from spec.slips import slips
from spec.suite import claims as loaded
from spec.witness import Witness

ROOT = Path(__file__).parents[2]


def claims(number, reference=None):
    """The claims of a TODO, by name."""
    return {claim.name: claim for claim in loaded(ROOT / "tests", reference)[number]}


def check(number, name, reference=None, **changes):
    """One of them, with other draws."""
    return replace(claims(number, reference)[name].check, **changes)


def verdicts(path, number, reference):
    """The verdict on each claim of a TODO."""
    impl = Witness(InProcess(path))
    found = claims(number, reference)
    return {name: judge(claim.check, impl, claim.todo).verdict for name, claim in found.items()}


KEPT = [
    (4, "head_ver_3", "weights_of_the_first_call"),
    (5, "head_ver_4", "mask_cut_for_good"),
    (6, "gpt_ver_3", "encodings_of_the_first_length"),
    (7, "multi_head_ver_2", "mask_of_the_first_length"),
]


@pytest.mark.parametrize(("number", "name", "slip"), KEPT)
def test_whatever_is_drawn_shows_what_a_first_call_left_behind(number, name, slip):
    """So that no verdict hangs on a draw."""
    of = {(each.todo.number, each.name): each for each in slips(ROOT / "reference" / "slips")}
    impl = Witness(of[number, slip].over(ROOT / "reference"))
    examples = check(number, f"test_{name}_leaves_no_trace").first_examples(impl, 12)
    assert len(examples) == 12 and all(example.exception is not None for example in examples)


MISTAKES = [
    (1, "gpt_v1", "softmax(dim=-1)", "softmax(dim=0)", "generate_draws_from_the_softmax"),
    (1, "gpt_v1", "torch.multinomial(", "torch.manual_seed(0) and torch.multinomial(", "generate_sets_no_seed"),
    (2, "gpt_v2", "indices[:, -self.block_size :]", "indices[:, : self.block_size]", "generate_draws_from_the_softmax"),
    (2, "head_v1", "x[b, : t + 1].mean", "x[b, : t + 1].detach().mean", "is_the_mean_of_the_past"),
    (3, "head_v2", "dim=1", "dim=0", "constant_sequence"),
    (4, "head_v3", "diagonal=1", "diagonal=2", "never_looks_ahead"),
    (5, "head_v4", "self.wei = wei.detach()", "self.wei = wei", "logs_weights_that_look_back_only"),
    (5, "head_v4", "torch.randn(3, B, T, D)", "torch.randn(3, B, 1, D).expand(3, B, T, D)", "draws_for_each_position"),
    (6, "gpt_v3", "10000.0", "1000.0", "sines_and_cosines"),
    (7, "multi_head_v2", "/ D**0.5", "/ C**0.5", "logically_equal"),
    (7, "multi_head_v2", "view(B, T, H, D).transpose(1, 2)", "view(B, H, T, D)", "never_looks_ahead"),
    (8, "block_v2", "x = x + self.head(x)", "x += self.head(x)", "leaves_no_trace"),
    (9, "layer_norm", "correction=0", "correction=1", "properly_normalized"),
    (9, "layer_norm", "self.eps)", "1e-5)", "properly_normalized"),
    (
        10,
        "block_v4",
        "self.dropout(self.ffwd(self.ln2(x)))",
        "self.ffwd(self.dropout(self.ln2(x)))",
        "drops_with_probability",
    ),
    (10, "block_v4", "x = x + self.dropout(", "x = x + nn.functional.dropout(", "always_the_same_in_eval_mode"),
]


@pytest.mark.parametrize(("number", "file", "old", "new", "claim"), MISTAKES)
def test_a_mistake_breaks_the_claim_that_it_goes_against(folder, reference, number, file, old, new, claim):
    found = verdicts(folder([(file, old, new)]), number, reference)
    broken = [name for name, verdict in found.items() if verdict == "broken"]
    assert any(claim in name for name in broken), broken


@pytest.mark.parametrize(
    ("file", "old", "new", "later"),
    [
        ("head_v4", "/ D**0.5", "/ C**0.5", 7),
        ("feed_forward", "F.relu(self.w1(x))", "F.gelu(self.w1(x))", 9),
        ("layer_norm", "correction=0", "correction=1", 10),
    ],
)
def test_a_wrong_answer_costs_later_todos_nothing(folder, reference, file, old, new, later):
    assert set(verdicts(folder([(file, old, new)]), later, reference).values()) == {"held"}


UNUSUAL = [
    (3, "head_v2", "return wei @ x  #", "return x.cumsum(1) / torch.arange(1, T + 1).unsqueeze(1)  #"),
    (4, "head_v3", 'float("-inf")', "torch.finfo(torch.float32).min"),
    (5, "head_v4", 'self.tril[:T, :T] == 0, float("-inf")', "torch.ones(T, T).triu(1).bool(), -1e9"),
    (
        7,
        "multi_head_v2",
        "(wei @ v).transpose(1, 2).reshape(B, T, C)",
        'torch.einsum("bhts,bhsd->bthd", wei, v).flatten(2)',
    ),
    (8, "feed_forward", "F.relu(self.w1(x))", "self.w1(x).clamp(min=0)"),
    (9, "layer_norm", "(x - mean) / torch.sqrt(var + self.eps)", "(x - mean) * torch.rsqrt(var + self.eps)"),
    (10, "block_v4", "x + self.dropout(", "x + nn.functional.dropout(training=self.training, p=self.dropout.p, input="),
]


@pytest.mark.parametrize(("number", "file", "old", "new"), UNUSUAL)
def test_an_unusual_right_answer_fails_nothing(folder, reference, number, file, old, new):
    assert set(verdicts(folder([(file, old, new)]), number, reference).values()) == {"held"}


def test_a_failure_is_shrunk_but_not_for_ever(folder):
    impl = Witness(InProcess(folder([("gpt_v1", "softmax(dim=-1)", "softmax(dim=0)")])))
    failure = check(1, "test_gpt_ver_1_generate_draws_from_the_softmax").first_failure(impl, shrinking=0.0)
    assert isinstance(failure.exception, AssertionError)
    assert failure.cases[0].call.method == "generate"


def test_the_first_examples_are_kept_whether_they_hold_or_not(folder):
    impl = Witness(InProcess(folder([("head_v2", "dim=1", "dim=0")])))
    examples = check(3, "test_head_ver_2_never_looks_ahead", seed=1).first_examples(impl, 7)
    assert len(examples) == 7
    assert all(example.cases for example in examples)
    broken = check(3, "test_head_ver_2_leaves_a_constant_sequence_as_it_is", seed=1).first_examples(impl, 15)
    assert {example.exception is None for example in broken} == {True, False}


def test_the_number_of_examples_may_be_bounded(folder):
    impl = Witness(InProcess(folder([("head_v2", "dim=1", "dim=0")])))
    name = "test_head_ver_2_leaves_a_constant_sequence_as_it_is"
    assert check(3, name, seed=1, examples=1).first_failure(impl) is None
    assert check(3, name, seed=1).first_failure(impl).drawn > 1


@pytest.mark.parametrize("seed", [1516586148, 1516586151, 1516586205])
def test_a_saturated_softmax_may_be_written_out(reference, seed):
    """Its gradient is a difference of large products there, which one fused operation never forms."""
    ways = alternates(Path(__file__).parent / "alternates")
    way = next(way for way in ways if (way.file, way.name) == ("multi_head_v2", "softmax_by_hand"))
    claim = check(7, "test_multi_head_ver_2_is_multi_head_attention", reference, seed=seed)
    assert claim.first_failure(Witness(way.over(ROOT / "reference"))) is None


def test_hypothesis_does_not_write_thousands_of_numbers_out(folder):
    impl = Witness(InProcess(folder([("gpt_v1", "softmax(dim=-1)", "softmax(dim=0)")])))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        failure = check(1, "test_gpt_ver_1_generate_draws_from_the_softmax", seed=3).first_failure(impl, 0.0)
    assert isinstance(failure.exception, AssertionError)
    assert "tensor" not in pretty(failure.cases[0])


def test_a_claim_that_draws_nothing_is_the_maintainers_mistake_and_nobodys_grade(tmp_path):
    for number in range(1, 11):
        (tmp_path / f"test_{number}.py").write_text("def test_it(impl): pass\n" if number == 3 else "")
    with pytest.raises(TypeError, match=r"test_3.py: test_it draws nothing"):
        loaded(tmp_path, None)
