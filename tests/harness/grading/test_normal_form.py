"""The normal form of code: the same where only names and layout differ, and another where anything else does."""

import pytest

from harness.grading.normal_form import UNWRITTEN, normal_form
from harness.grading.sandbox.paths import ROOT
from harness.load.files import files_of

CODE = """
import torch
from torch import nn

class Softmax(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.dim = dim

    def forward(self, x):
        e = torch.exp(x - x.amax(dim=self.dim, keepdim=True))
        return e / e.sum(dim=self.dim, keepdim=True)
"""


def form(code, file="softmax"):
    return normal_form({file: code})


@pytest.mark.parametrize(
    "changes",
    [
        {"e = ": "w = ", "e / e.": "w / w."},
        {"self.dim": "self.axis"},
        {"(self, x)": "(me, inputs)", "x - x.": "inputs - inputs.", "self.dim, k": "me.dim, k"},
        {"(self, x)": "(self, x: torch.Tensor) -> torch.Tensor", "        e = ": "        e: torch.Tensor = "},
        {"        e = ": '        """Numbers become probabilities."""\n        # the largest first\n\n        e = '},
        {"keepdim=True))": "keepdim=True,\n            ),\n        )"},
        {"import torch\n": "import torch as t\nimport math\n", "torch.exp": "t.exp"},
        {"import torch\n": "import torch\n\nSIZE = 3\n\ndef todo(x):\n    raise NotImplementedError\n"},
    ],
)
def test_names_and_layout_do_not_count(changes):
    other = CODE
    for old, new in changes.items():
        assert old in other
        other = other.replace(old, new)
    assert form(other) == form(CODE)


def test_nor_does_the_order_of_functions():
    head, init, forward = CODE.partition("    def __init__")[0], *CODE.split("    def ")[1:]
    assert form(f"{head}    def {forward}\n    def {init}") == form(CODE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("torch.exp", "torch.log"),
        ("x - x", "x + x"),
        ("e / e", "e / x"),
        ("keepdim=True)\n", "keepdim=False)\n"),
        ("        return e", "        e = e\n        return e"),
    ],
)
def test_all_else_does(old, new):
    assert form(CODE.replace(old, new)).digest != form(CODE).digest


def test_functions_from_elsewhere_are_known_by_their_names():
    code = "from torch import {0}\ndef f(x):\n    return {0}(x)\n"
    assert form(code.format("exp")) != form(code.format("log"))
    assert form(code.format("exp")) == form("from torch import exp as e\ndef f(y):\n    return e(y)\n")


def test_a_skeleton_has_nothing_to_compare():
    skeleton = {file: text for file, text in files_of(ROOT / "student").sources.items() if file != "gpt_v4"}
    assert normal_form(skeleton) == UNWRITTEN
    assert normal_form({}) == UNWRITTEN


@pytest.mark.parametrize(
    "code", ["x = (", "def f():\n    return " + "-" * 100_000 + "1", "def f():\n  return '\ud800'", "\0", "if" * 9]
)
def test_code_that_cannot_be_parsed_counts_as_none(code):
    assert form(code).size in (0, 4)
    assert normal_form({"a": code, "softmax": CODE}).size >= form(CODE).size


def test_of_long_code_only_the_beginning_makes_the_sketch(monkeypatch):
    monkeypatch.setattr("harness.grading.normal_form.MOST_WORDS", 40)
    lines = "".join(f"    x{i} = {i}\n" for i in range(40))
    one, other = form(f"def f(x):\n{lines}"), form(f"def f(x):\n{lines}    return x.exp()\n")
    assert one.sketch == other.sketch
    assert one.digest != other.digest
    assert form(f"def f(y):\n    y.exp()\n{lines}").sketch != one.sketch
