"""Layers: averaging, attention, feed-forward, normalization."""

from __future__ import annotations

from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Linear = nn.Linear
Identity = nn.Identity


class Stack(nn.Sequential):
    """Any modules, one after another."""

    def __init__(self, **layers: nn.Module) -> None:
        super().__init__(OrderedDict(layers))


class HeadVer3(nn.Module):
    """x (B, T, C) -> (B, T, C), the mean of the past."""

    def forward(self, x: Tensor) -> Tensor:
        return x.cumsum(dim=1) / torch.arange(1, x.shape[1] + 1).unsqueeze(1)  # (B, T, C) / (T, 1)


class HeadVer4(nn.Module):
    """x (B, T, C) -> (B, T, D), causal; refuses T > block_size."""

    def __init__(self, block_size: int, embed_size: int, head_size: int) -> None:
        super().__init__()
        self.block_size = block_size
        self.query = nn.Linear(embed_size, head_size, bias=False)
        self.key = nn.Linear(embed_size, head_size, bias=False)
        self.value = nn.Linear(embed_size, head_size, bias=False)

    def forward(self, x: Tensor, debug: bool = False) -> Tensor:
        T = x.shape[1]
        if T > self.block_size:
            raise ValueError(f"attention was given {T} positions, but its block_size is {self.block_size}")
        if debug:
            q, k, v = torch.randn(3, *x.shape[:2], self.query.out_features)  # (B, T, D) each
            return F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return F.scaled_dot_product_attention(self.query(x), self.key(x), self.value(x), is_causal=True)


class MultiHeadVer2(nn.Module):
    """x (B, T, C) -> (B, T, C), causal, by torch's fused attention: how fast it can be."""

    def __init__(self, block_size: int, embed_size: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.query = nn.Linear(embed_size, embed_size, bias=False)
        self.key = nn.Linear(embed_size, embed_size, bias=False)
        self.value = nn.Linear(embed_size, embed_size, bias=False)
        self.proj = nn.Linear(embed_size, embed_size)

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = (m(x).unflatten(2, (self.n_heads, -1)).transpose(1, 2) for m in (self.query, self.key, self.value))
        out = F.scaled_dot_product_attention(q, k, v, is_causal=True)  # (B, H, T, D)
        return self.proj(out.transpose(1, 2).flatten(2))


class FeedForward(nn.Sequential):
    """x (..., C) -> (..., C)."""

    def __init__(self, embed_size: int) -> None:
        wide = 4 * embed_size
        layers = [("w1", nn.Linear(embed_size, wide)), ("relu", nn.ReLU()), ("w2", nn.Linear(wide, embed_size))]
        super().__init__(OrderedDict(layers))


class LayerNorm(nn.LayerNorm):
    """x (..., C) -> (..., C)."""

    def __init__(self, embed_size: int, eps: float = 1e-5) -> None:
        super().__init__(embed_size, eps=eps)
