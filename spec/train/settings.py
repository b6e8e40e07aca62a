"""How large the model is, and how it is trained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from math import cos, pi
from typing import Any

SIZE = ("block_size", "embed_size", "heads", "layers")  # what the shapes of the weights follow from


class CannotTrain(Exception):
    """What was asked for cannot be done; the message says why and what to do."""


@dataclass(frozen=True)
class Settings:
    """The defaults take about two minutes on a laptop's CPU. `rate`, the learning rate, falls to 0 by a cosine."""

    text: str = "play"
    steps: int = 1000
    batch: int = 16
    block_size: int = 128
    embed_size: int = 64
    heads: int = 4
    layers: int = 3
    dropout: float = 0.0
    rate: float = 0.004
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("steps", "batch", *SIZE):
            if getattr(self, name) < 1:
                raise CannotTrain(f"{option(name)} {getattr(self, name)} is too small: take 1 or more.")
        if self.embed_size % self.heads:
            fitting = [str(heads) for heads in range(1, self.embed_size + 1) if self.embed_size % heads == 0]
            raise CannotTrain(
                f"{self.heads} heads don't divide an embed_size of {self.embed_size}: "
                f"take --heads {', '.join(fitting[:-1]) + ' or ' if fitting[1:] else ''}{fitting[-1]}."
            )
        if not 0 <= self.dropout < 1:
            raise CannotTrain(f"--dropout {self.dropout} is no probability below 1: take 0 for none, or 0.1.")
        if not 0 < self.rate < float("inf"):
            raise CannotTrain(f"--rate {self.rate} is no learning rate: take a number above 0, such as 0.001.")

    def rate_of(self, step: int) -> float:
        """The learning rate of a step, counted from 0."""
        return self.rate * (1 + cos(pi * step / self.steps)) / 2

    def changed(self, asked: Mapping[str, Any]) -> Settings:
        """These, but for what is asked. Raises CannotTrain."""
        return replace(self, **asked)

    def as_data(self) -> dict[str, Any]:
        """All of them by name, for JSON."""
        return asdict(self)


def option(name: str) -> str:
    """A setting as it is given to the command."""
    return f"--{name.replace('_', '-')}"
