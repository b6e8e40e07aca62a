"""A submission whose HeadVer2 does what a test wants, and what is said of it."""

import textwrap

import torch

from harness.case import Build, Call, Case

X = Case(Build("HeadVer2"), {}, (Call((torch.tensor([[[1.0], [3.0]]]),)),))  # (1, 2, 1)


def head(body, before=""):
    """The text of a HeadVer2 whose forward is this."""
    lines = textwrap.indent(textwrap.dedent(body).strip(), " " * 8)
    start = f"import os, sys, torch\n{textwrap.dedent(before)}\n"
    return f"{start}class HeadVer2(torch.nn.Module):\n    def forward(self, x):\n{lines}\n"


def said(outcome):
    assert outcome.error is not None, outcome
    return f"{outcome.error.kinds[0]}: {outcome.error.message}"
