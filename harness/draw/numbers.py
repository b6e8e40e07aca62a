"""Sizes of which some come seldom, and short random numbers.

These come from one drawn seed, so that a case of many numbers is cheap to draw.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build
from harness.course import shapes

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[Any]], Any]

OFF_GRID = 1e-5  # products of numbers with two decimals are multiples of 1.25e-5, those of eighths of 1/512

seeds = st.integers(0, 2**31 - 1)
flags = st.booleans()


def mostly(usual: Sequence[T], seldom: Sequence[T], one_in: int) -> st.SearchStrategy[T]:
    """One of the usual values; once in so many draws, one of the others. Shrinking ends at the first usual one."""
    return st.sampled_from((*(one_in - 1) * (usual,), seldom)).flatmap(st.sampled_from)


@dataclass
class Numbers:
    """Short random numbers: of {-1, 0, 1, 2}, of eighths, or with two decimals."""

    generator: torch.Generator
    written: str

    def tensor(self, *shape: int) -> Tensor:
        """Numbers of order 1."""
        if self.written == "small integers":
            return torch.randint(-1, 3, shape, generator=self.generator).float()
        if self.written == "eighths":
            return torch.randint(-16, 17, shape, generator=self.generator) / 8
        return (torch.randn(shape, generator=self.generator) * 100).round() / 100

    def weight(self, name: str, shape: tuple[int, ...]) -> Tensor:
        """Numbers of order 1/2. Biases keep off the grid of the products, so that no relu meets its kink."""
        if name.endswith("bias"):
            return ((self.tensor(*shape) / 2 + 0.1) * 1000).round() / 1000 + OFF_GRID
        return self.tensor(*shape) / (2 if shape[-1] <= 8 else 8)

    def weights(self, build: Build, spread: float = 1) -> dict[str, Tensor]:
        """Those of a class, spread times as large as weight() has them."""
        return {name: spread * self.weight(name, shape) for name, shape in shapes(build).items()}

    def tokens(self, kinds: int, *shape: int) -> Tensor:
        return torch.randint(0, kinds, shape, generator=self.generator)


WRITTEN = ("small integers", "eighths", "decimals")


def numbers(draw: Draw, written: tuple[str, ...] = WRITTEN) -> Numbers:
    """A source of numbers, drawn."""
    generator = torch.Generator().manual_seed(draw(seeds))
    return Numbers(generator, written[0] if len(written) == 1 else draw(st.sampled_from(written)))
