"""A training run, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class Training:
    """A training run, by AdamW, of a model whose forward gives anything and the loss.

    inputs and targets (N, ...) are all there is to learn from. Each step takes `batch` of the N, drawn by `seed`, or
    all of them. The learning rate is `rate`, and with `falling` it goes down to 0 by a cosine. `decay` is the
    weight decay.
    """

    inputs: Tensor
    targets: Tensor
    steps: int
    rate: float
    seed: int
    batch: int | None = None
    falling: bool = True
    decay: float = 0.01


@dataclass(frozen=True)
class Trained:
    """What a training run left behind: the weights, and the loss before each step (steps), as the model gave it.

    `seconds` is its CPU time.
    """

    weights: Mapping[str, Tensor]
    losses: Tensor
    seconds: float
