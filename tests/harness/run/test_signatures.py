"""Who takes other arguments than the interface says is shown both, side by side."""

import pytest
import torch

from harness.case import Build, Call, Case
from harness.run.in_process import InProcess

X = torch.ones(1, 2, 2)
SIZES = {"block_size": 3, "embed_size": 2, "head_size": 1}
CASE = Case(Build("HeadVer4", SIZES), {}, (Call((X,), options={"debug": True}),))
BY_POSITION = Case(Build("HeadVer4", SIZES, by_position=True), {"query.weight": torch.ones(1, 2)}, ())
TOKENS = torch.zeros(1, 2, dtype=torch.int64)
GPT = Case(Build("GPTVer1", {"vocab_size": 2, "block_size": 2}), {}, (Call((TOKENS, 1), "generate"),))
INIT = "self, block_size: int, embed_size: int, head_size: int"
EXPECTED = ": HeadVer4(block_size, embed_size, head_size) is expected"
ENCODINGS = Case(Build("GPTVer3"), {}, (Call((2, 2), "pos_encodings"),), on_class=True)


@pytest.mark.parametrize(
    ("case", "old", "new", "yours"),
    [
        (CASE, INIT, "self, n_embd, head_size, *, p=0.0", "n_embd, head_size, *, p=0.0"),
        (CASE, INIT, "self, block_size, embed_size", "block_size, embed_size"),
        (CASE, "def __init__(", "def __init(", ""),
        (CASE, INIT, "self", ""),
        (BY_POSITION, INIT, "self, head_size, embed_size, block_size", "head_size, embed_size, block_size"),
    ],
)
def test_both_constructors_are_shown(folder, case, old, new, yours):
    error = InProcess(folder([("head_v4", old, new)]))(case).error
    assert error.message.endswith(f"{EXPECTED}; yours is HeadVer4({yours})"), error


@pytest.mark.parametrize(
    ("case", "file", "old", "new", "expected", "yours"),
    [
        (CASE, "head_v4", ", debug: bool = False", "", "forward(self, x, debug=False)", "forward(self, x)"),
        (
            CASE,
            "head_v4",
            "self, x: Tensor, debug:",
            "x, debug:",
            "forward(self, x, debug=False)",
            "forward(x, debug=False)",
        ),
        (
            GPT,
            "gpt_v1",
            ", max_new_tokens: int",
            "",
            "generate(self, indices, max_new_tokens)",
            "generate(self, indices)",
        ),
        (
            ENCODINGS,
            "gpt_v3",
            "    @staticmethod\n    def pos_encodings(",
            "    def pos_encodings(self, ",
            "pos_encodings(block_size, embed_size)",
            "pos_encodings(self, block_size, embed_size)",
        ),
    ],
)
def test_both_methods_are_shown(folder, case, file, old, new, expected, yours):
    error = InProcess(folder([(file, old, new)]))(case).error
    name = case.build.name
    assert error.message.endswith(f": {name}.{expected} is expected; yours is {name}.{yours}"), error


def test_a_call_of_the_authors_own_is_shown_what_is_expected(folder):
    wrong = folder([("multi_head_v1", "HeadVer4(block_size, embed_size,", "HeadVer4(embed_size,")])
    case = Case(Build("MultiHeadVer1", {"block_size": 2, "embed_size": 2, "n_heads": 1}), {}, ())
    assert InProcess(wrong)(case).error.message.endswith(EXPECTED)


@pytest.mark.parametrize("raised", ["raise TypeError('no')", "self.query(3)", "raise ValueError('Head.x() takes 3 ')"])
def test_other_errors_are_left_as_they_are(folder, raised):
    message = InProcess(folder([("head_v4", "B, T, C = x.shape", raised)]))(CASE).error.message
    assert "is expected" not in message


def test_a_default_that_cannot_be_shown_shows_nothing(folder):
    odd = "class Odd:\n    def __repr__(self): raise ValueError('no')\n\n\nclass HeadVer4"
    edits = [("head_v4", "class HeadVer4", odd), ("head_v4", INIT, "self, n_embd=Odd()")]
    assert "is expected" not in InProcess(folder(edits))(CASE).error.message


@pytest.mark.parametrize(
    ("case", "file", "old", "new", "said"),
    [
        (
            CASE,
            "head_v4",
            "def forward",
            "def foward",
            "forward(self, x, debug=False) is expected; yours is called foward",
        ),
        (CASE, "head_v4", "def forward", "def other", "forward(self, x, debug=False) is expected"),
        (GPT, "gpt_v1", "def generate", "def Generate", "max_new_tokens) is expected; yours is called Generate"),
        (
            ENCODINGS,
            "gpt_v3",
            "def pos_encodings",
            "def pos_encoding",
            "pos_encodings(block_size, embed_size) is expected; yours is called pos_encoding",
        ),
    ],
)
def test_a_method_that_is_called_otherwise_is_pointed_at(folder, case, file, old, new, said):
    assert said in InProcess(folder([(file, old, new)]))(case).error.message
