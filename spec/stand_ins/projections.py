"""Queries, keys and values."""

from __future__ import annotations

from torch import Tensor, nn


class Projections(nn.ModuleDict):
    """x (B, T, C) -> (B, T, D), once for each name."""

    def __init__(self, embed_size: int, out_features: int) -> None:
        super().__init__({name: nn.Linear(embed_size, out_features, bias=False) for name in ("query", "key", "value")})
        self.out_features = out_features

    def projected(self, x: Tensor) -> list[Tensor]:
        return [self[name](x) for name in ("query", "key", "value")]
