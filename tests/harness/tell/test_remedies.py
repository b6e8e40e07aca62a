"""Who makes a common mistake reads what to do about it, and who makes another one is not misled."""

import re

import pytest
from mistaken import CASES, mistakes, told

from harness.draw.example import Failure
from harness.tell.explain import explain
from harness.tell.remedies.remedy import HERE, THEMES, remedies

REMEDIES = {remedy.name: remedy for remedy in remedies()}
MISTAKES = mistakes()


def test_no_theme_is_forgotten():
    assert sorted(THEMES) == sorted(path.stem for path in HERE.glob("*.toml"))


def test_each_remedy_has_a_mistake_that_it_is_for():
    assert MISTAKES.keys() == REMEDIES.keys()
    assert len(REMEDIES) == len(remedies())


@pytest.mark.parametrize("name", MISTAKES)
def test_who_makes_a_mistake_reads_the_remedy_for_it(folder, name):
    """Python and torch raise it, in code that is run."""
    said = told(folder, MISTAKES[name])
    missing = [piece for piece in re.split(r"\{\w+\}", REMEDIES[name].advice) if piece not in said]
    assert not missing, said


@pytest.mark.parametrize("remedy", REMEDIES.values(), ids=REMEDIES)
def test_a_sentence_of_a_remedy_has_twenty_words_at_most(remedy):
    sentences = re.split(r"(?<=[.?])\s+", remedy.advice)
    assert max(len(sentence.split()) for sentence in sentences) <= 20
    assert remedy.advice[-1] in ".?)"


@pytest.mark.parametrize(
    ("mistake", "read", "not_read"),
    [
        ({"forward": "raise RuntimeError('view size is not compatible')"}, "not compatible", "reshape"),
        ({"forward": "raise TypeError('it is of NoneType')"}, "it is of NoneType", "return"),
        (
            {"forward": "assert T > 9, 'mat1 and mat2 shapes cannot be multiplied (6x4 and 2x4)'"},
            "is your own",
            "columns",
        ),
        ({"forward": "tril(torch.ones(T, T))"}, "write torch.tril", "self.tril"),
        (
            {"forward": "globals().pop('HeadVer4')(5, 4, 2); HeadVer4(5, 4, 2)"},
            "name 'HeadVer4' is not",
            "from .head_v4",
        ),
        ({"forward": "self.query.weight.T + torch.ones(7)"}, "only a 1 is stretched", ".T turns"),
        ({"forward": "self.tril[:T, :T] + torch.ones(7)"}, "only a 1 is stretched", "block_size rows"),
        ({"forward": "nn.functional.relu(x) @ x[0, :, :2]"}, "columns", "the layer takes"),
        ({"forward": "x.max(dim=-1) + 1"}, "This is a tuple", ".shape"),
        ({"forward": "torch.tril(T, T)"}, "and this is a number", "n**0.5"),
        ({"forward": "x.quantize_all"}, "no attribute 'quantize_all'", "Did you mean"),
        ({"forward": "self.training(x)"}, "leave out the brackets", "twice"),
        ({"forward": "return wei[None].detach(), x; wei = x"}, "Nothing has been assigned to wei", "self.wei"),
        ({"forward": "return {}['a']"}, "no entry of this name", "already"),
        ({"forward": "open('input.txt')"}, "it opens the file", "No file is read"),
        ({"forward": "return x[..., :2] * 3"}, "", "."),
        (
            {"file": "gpt_v1", "old": "logits = self.logits(indices)", "new": "self.logits(indices)", "case": "gpt"},
            "logits",
            "self.logits.",
        ),
        ({"init": "self.size = head_sizes"}, "Did you mean 'head_size'?", "Only __init__"),
        ({"top": "x = torch.ones(2) @ torch.ones(3)"}, "runs when the file is imported", "equal length"),
        ({"top": "raise SystemError('no module named nn')"}, "runs when the file is imported", "import torch.nn"),
    ],
)
def test_who_makes_another_mistake_is_not_misled(folder, mistake, read, not_read):
    said = told(folder, mistake)
    assert read in said
    assert not_read not in said


@pytest.mark.parametrize(
    ("mistake", "read"),
    [
        (
            {"forward": "x @ self.query.weight"},
            "x needs as many columns as self.query.weight has rows. One number is 4 (C), the other 2",
        ),
        ({"forward": "x @ self.query.weight"}, "Here C = 4, D = 2, B = 2, T = 3, block_size = 5."),
        ({"forward": "y = 1 - x[0] @ self.query(x).mT / 2"}, "x[0] needs as many columns as self.query(x).mT has"),
        ({"forward": "y = 2 * x @ self.query.weight"}, "The left tensor needs as many columns as"),
        ({"forward": "y = self.query(x) @ x"}, "self.query(x) has 2 (D or B) columns, and x has 3 (T) rows."),
        ({"forward": "x + torch.ones(7)"}, "At dimension 2 one tensor has 4 (C) entries, the other 7."),
        ({"forward": "x + torch.ones(7)", "case": "head of equal sizes"}, "one tensor has 2 entries, the other 7."),
        ({"forward": "self.head_size"}, "write self.head_size = head_size in __init__"),
        ({"forward": "head_size", "case": "heads"}, "Keep it there as self.head_size = head_size"),
        ({"forward": "MultiHeadVer1(5, 4, 2)"}, "write `from .multi_head_v1 import MultiHeadVer1` at the top"),
    ],
)
def test_names_and_sizes_of_the_case_are_told(folder, mistake, read):
    assert read in told(folder, mistake)


def test_a_claim_that_speaks_like_torch_gets_no_remedy_of_torch_s():
    said = "the view size is not compatible"
    assert explain(Failure(AssertionError(said), (CASES["head"],))) == said


def test_a_course_needs_no_remedies_of_its_own(toy):
    assert remedies()
    assert not any(remedy.name == "corner-of-the-mask" for remedy in remedies())
