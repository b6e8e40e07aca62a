"""The case at which the cost of a class is shown, and those in which the clock shows hidden work."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from harness.case import Build, Call, Case
from harness.course import Costs, Growth
from harness.draw.numbers import Numbers


def passed(rows: int, seed: int = 0, counted: bool = False) -> Case:
    """A forward pass of Softmax on x (rows, 4)."""
    x = Numbers(torch.Generator().manual_seed(seed), "decimals").tensor(rows, 4)
    return Case(Build("Softmax", {"dim": -1}), {}, (Call((x,), counted=counted),))


def standard(name: str) -> Case:
    return passed(256)


def growths(name: str, seed: int) -> Iterator[Growth]:
    """From few rows to many. Right ways of writing take twice what the answers take, at most."""
    yield Growth("rows", passed(2, seed), passed(1024, seed), most=6.0, aside=4.0)


COSTS = Costs(standard, growths, {"softmax": ("Softmax", "torch's own")})
