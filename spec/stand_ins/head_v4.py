"""Attention."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .projections import Projections


class HeadVer4(Projections):
    """x (B, T, C) -> (B, T, D), by torch's fused attention; refuses T > block_size."""

    def __init__(self, block_size: int, embed_size: int, head_size: int) -> None:
        super().__init__(embed_size, head_size)
        self.block_size = block_size

    def forward(self, x: Tensor, debug: bool = False) -> Tensor:
        T = x.shape[1]
        if T > self.block_size:
            raise ValueError(f"attention was given {T} positions, but its block_size is {self.block_size}")
        q, k, v = torch.randn(3, *x.shape[:2], self.out_features) if debug else self.projected(x)
        # As one head of many: of three dimensions, torch takes the long way, 3.4 times as slow.
        heads = (each.unsqueeze(1) for each in (q, k, v))  # (B, 1, T, D) each
        return F.scaled_dot_product_attention(*heads, is_causal=True).squeeze(1)  # (B, T, D)
