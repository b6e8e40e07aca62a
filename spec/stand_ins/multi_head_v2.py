"""Attention with heads."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from .projections import Projections


class MultiHeadVer2(Projections):
    """x (B, T, C) -> (B, T, C), by torch's fused attention: how fast it can be."""

    def __init__(self, block_size: int, embed_size: int, n_heads: int) -> None:
        super().__init__(embed_size, embed_size)
        self.n_heads = n_heads
        self.add_module("proj", nn.Linear(embed_size, embed_size))

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = (each.unflatten(2, (self.n_heads, -1)).transpose(1, 2) for each in self.projected(x))
        heads = F.scaled_dot_product_attention(q, k, v, is_causal=True)  # (B, H, T, D)
        return self["proj"](heads.transpose(1, 2).flatten(2))
