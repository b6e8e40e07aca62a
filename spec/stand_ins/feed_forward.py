"""Two linear maps."""

from __future__ import annotations

from collections import OrderedDict

from torch import nn


class FeedForward(nn.Sequential):
    """x (..., C) -> (..., C)."""

    def __init__(self, embed_size: int) -> None:
        wide = 4 * embed_size
        layers = [("w1", nn.Linear(embed_size, wide)), ("relu", nn.ReLU()), ("w2", nn.Linear(wide, embed_size))]
        super().__init__(OrderedDict(layers))
