"""Wrong entries are read only where the reading is certain."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch

from harness.case import Build, Call, Case
from harness.compare.close import Different
from harness.draw.example import Example, Failure
from harness.tell.wrong_entries import reading


def case(B=2, T=4, C=6, **sizes):
    build = Build("HeadVer4", {"block_size": sizes.pop("block_size", 8), "embed_size": C, **sizes})
    return Case(build, {}, (Call((torch.zeros(B, T, C),)),))


def different(got, want, what="the output"):
    return Different(what, want, got, "they differ")


def examples(change, all_sizes, what="the output"):
    """Comparisons in which `change` turns what is expected into what came; None where it changes nothing."""
    found = []
    for seed, sizes in enumerate(all_sizes):
        one = case(**sizes)
        want = torch.randn(one.x.shape, generator=torch.Generator().manual_seed(seed)) + 3
        got = change(want, one)
        broken = None if torch.equal(got, want) else different(got, want, what)
        found.append(Example((one,), broken))
    return found


def read(change, all_sizes, what="the output"):
    found = examples(change, all_sizes, what)
    first = next(example for example in found if example.exception is not None)
    return reading(Failure(first.exception, first.cases), found)


MANY = [{"B": B, "T": T, "C": C} for B in (1, 2, 3) for T in (3, 4, 5) for C in (3, 4, 6)]


def later(want, one):
    return torch.cat([want[:, :1], want[:, 1:] + 1], dim=1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda want, one: 3 * want, "Each entry is 3 times what is expected."),
        (lambda want, one: want * 0, "Each entry is 0."),
        (
            lambda want, one: want / one.x.shape[2] ** 0.5,
            "Each entry is 1 / sqrt(C) times what is expected: 0.577 times for C = 3.",
        ),
        (later, "All positions but the first are wrong."),
        (lambda want, one: torch.cat([want[:, :-1], want[:, -1:] + 1], 1), "Only the last position is wrong."),
        (
            lambda want, one: want + (torch.arange(want.shape[2]) % 2),
            "Only every other feature is wrong, the first is right.",
        ),
        (lambda want, one: want + (one.x.shape[0] > 1), "It differs only where B > 1."),
    ],
)
def test_a_pattern_in_all_examples_is_told(change, words):
    assert words in read(change, MANY)


def test_a_size_that_is_0_or_negative_explains_nothing_and_hides_no_other(monkeypatch, toy):
    words = replace(toy.words, sizes=lambda one: {"C": one.x.shape[2], "shift": -one.x.shape[1], "none": 0})
    monkeypatch.setattr("harness.tell.wrong_entries.course", lambda: SimpleNamespace(words=words))
    assert "Each entry is C times what is expected" in read(lambda want, one: want * one.x.shape[2], MANY)
    assert read(lambda want, one: want * -one.x.shape[1], MANY) == ""


def test_two_explanations_are_none():
    """With C always 4 and block_size always 8, nothing tells a factor of C from one of block_size / 2."""
    same = [{"T": T, "C": 4} for T in (3, 4, 5, 6, 7)]
    assert read(lambda want, one: want / 2, same) == "Each entry is 0.5 times what is expected."
    both = [{"B": B, "T": B, "C": 4} for B in (1, 2, 3, 1, 2, 3, 1, 4)]
    assert read(lambda want, one: want + (one.x.shape[0] > 1), both) == ""


@pytest.mark.parametrize(
    "change",
    [
        lambda want, one: want + torch.randn_like(want),
        lambda want, one: want + (want > 3.5),
        lambda want, one: want * float(want.sum()),
    ],
)
def test_what_has_no_pattern_is_not_read(change):
    assert read(change, MANY) == ""


def test_a_few_examples_are_not_enough():
    assert read(lambda want, one: 3 * want, MANY[:2]) == ""
    assert read(later, MANY[:2]) == ""


def test_the_same_example_over_and_over_is_one_example():
    assert read(lambda want, one: 3 * want, MANY[:1]) == ""
    once = examples(lambda want, one: 3 * want, MANY[:1])
    assert reading(Failure(once[0].exception, once[0].cases), once * 10) == ""


def test_what_is_nearly_right_is_no_factor():
    assert read(lambda want, one: 0.999 * want, MANY) == ""


def test_rows_that_do_not_sum_to_one_are_told():
    wei = torch.tensor([[[1.0, 0.0], [0.5, 0.5]]])
    broken = different(wei * torch.tensor([[1.0], [0.7]]), wei, "self.wei")
    one = case(B=1, T=2)
    assert reading(Failure(broken, (one,)), [Example((one,), broken)]) == "A row of self.wei sums to 0.7, expected 1."


def test_other_failures_are_not_read():
    assert reading(Failure(AssertionError("no"), (case(),)), []) == ""
    assert reading(Failure(different(torch.zeros(2), torch.zeros(3)), (case(),)), []) == ""
    assert reading(Failure(different(torch.zeros(2).bool(), torch.zeros(2)), (case(),)), []) == ""


@pytest.mark.parametrize("shape", [(), (5,), (2, 5), (2, 3, 4, 5)])
def test_any_number_of_dimensions_is_read(shape):
    broken = different(torch.zeros(shape), torch.ones(shape))
    assert isinstance(reading(Failure(broken, (case(),)), [Example((case(),), broken)] * 5), str)
