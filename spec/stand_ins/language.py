"""A language model: a table of tokens and layers over it."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn


class Language(nn.ModuleDict):
    """indices (B, T), targets (B, T) -> scores (B, T, V), loss. A target of -100 does not count."""

    def __init__(self, **layers: nn.Module) -> None:
        super().__init__(layers)

    def forward(self, indices: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        scores = indices
        for layer in self.values():
            scores = layer(scores)
        return scores, F.cross_entropy(scores.flatten(0, 1), targets.flatten())
