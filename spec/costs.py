"""The cases at which the cost of each class is shown, and those in which the clock shows hidden work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch

from harness.case import Build, Call, Case, stand_in
from harness.course import Costs, Growth
from harness.draw.numbers import Numbers
from harness.language.speech import to_say_again
from spec.claims.cost import AVERAGED, MANY_HEADS
from spec.interface import INTERFACE

OTHERS = 4, 32, 64  # B, T, C
LOOPLESS = ("HeadVer2", "HeadVer3", "MultiHeadVer2")


def standard(name: str) -> Case:
    """The case at which the cost of a class is shown: that of its race, or B 4, T 32, C 64."""
    shapes = {
        **dict.fromkeys(("HeadVer1", "HeadVer2", "HeadVer3"), AVERAGED),
        **dict.fromkeys(("MultiHeadVer1", "MultiHeadVer2"), MANY_HEADS),
    }
    sizes: dict[str, dict[str, int]] = {
        "HeadVer4": {"block_size": 32, "embed_size": 64, "head_size": 64},
        "MultiHeadVer1": {"block_size": 16, "embed_size": 64, "n_heads": 32},
        "MultiHeadVer2": {"block_size": 16, "embed_size": 64, "n_heads": 32},
        "FeedForward": {"embed_size": 64},
    }
    source = Numbers(torch.Generator().manual_seed(0), "decimals")
    build = Build(name, sizes.get(name, {}))
    shape = shapes.get(name, OTHERS)
    x, cotangent = source.tensor(*shape), source.tensor(*shape)
    return Case(build, source.weights(build), (Call((x,), cotangents=(cotangent,)),))


@dataclass(frozen=True)
class Size:
    """Where hidden work shows: from few (B, T, C, H) to many, so many inputs in a request, which takes time itself.

    most: what may be added, in units of what the answers take for many. The hidden work of the bank adds 1.25 times as
    much and more, where the machine is slowest, right ways of writing 0.72 times at most. aside: what is not added, in
    units of what the answers take for few; right ways take two thirds of it for few at most.
    """

    what: str
    inputs: int
    few: tuple[int, int, int, int]
    many: tuple[int, int, int, int]
    most: float
    aside: float


EXAMPLES = Size("examples", 4, (2, 2, 2, 1), (1024, 2, 2, 1), most=6.0, aside=4.0)
POSITIONS = Size("positions", 64, (1, 2, 32, 1), (1, 24, 32, 1), most=1.1, aside=8.0)
MANY_POSITIONS = Size("positions", 16, (1, 2, 8, 1), (1, 128, 8, 1), most=6.0, aside=0.0)
HEADS = Size("heads", 16, (1, 2, 2, 2), (1, 2, 128, 128), most=7.0, aside=4.0)
PRODUCTS = Size("products", 1, (1, 2, 32, 32), (1, 128, 512, 32), most=6.0, aside=4.0)


def growths(name: str, seed: int) -> Iterator[Growth]:
    """From few to many, in each of the ways in which a class may hide work."""
    for size in _sizes(name):
        few, many = (_one_by_one(name, size.inputs, shape, seed) for shape in (size.few, size.many))
        yield Growth(size.what, few, many, size.most, size.aside)


def _sizes(name: str) -> Iterator[Size]:
    if name in LOOPLESS:
        yield from (EXAMPLES, POSITIONS, MANY_POSITIONS)
    if name == "MultiHeadVer2":
        yield HEADS
    if name not in ("HeadVer2", "HeadVer3"):
        yield PRODUCTS


def _one_by_one(name: str, inputs: int, shape: tuple[int, int, int, int], seed: int) -> Case:
    B, T, C, H = shape
    sizes = {"block_size": T, "embed_size": C, "head_size": C, "n_heads": H}
    arguments = {one: sizes[one] for one in INTERFACE[name].arguments if one in sizes}
    build = stand_in("OneByOne", {"module": Build(name, arguments)})
    source = Numbers(torch.Generator().manual_seed(seed), "decimals")
    return Case(build, source.weights(build), (Call((source.tensor(inputs, B, T, C),)),))


COSTS = Costs(standard, growths, {"multi-head": ("MultiHeadVer2", to_say_again("torch's fused one"))})
