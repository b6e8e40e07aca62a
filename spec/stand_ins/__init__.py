"""Modules made of torch's own layers, in place of the student's other classes.

A block is tested around a head of these, a GPT around a contextualizer of these. Those that are named like a class of
the course compute what that class should, under the same names of weights: a later TODO can be judged where an earlier
one is wrong, and what a trained class is worth is measured by its stand-in.
"""

from spec.stand_ins.blocks import BlockVer1, BlockVer2, BlockVer3, BlockVer4
from spec.stand_ins.layers import (
    FeedForward,
    HeadVer3,
    HeadVer4,
    Identity,
    LayerNorm,
    Linear,
    MultiHeadVer2,
    OneByOne,
    Stack,
)
from spec.stand_ins.models import GPTVer1, GPTVer2, GPTVer3, GPTVer4

__all__ = [
    "BlockVer1",
    "BlockVer2",
    "BlockVer3",
    "BlockVer4",
    "FeedForward",
    "GPTVer1",
    "GPTVer2",
    "GPTVer3",
    "GPTVer4",
    "HeadVer3",
    "HeadVer4",
    "Identity",
    "LayerNorm",
    "Linear",
    "MultiHeadVer2",
    "OneByOne",
    "Stack",
]
