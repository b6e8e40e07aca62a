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


class OneByOne(nn.Module):
    """x (N, ...) -> (N, ...), by a module that is given one after another of N inputs."""

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = module

    def forward(self, x: Tensor) -> Tensor:
        return torch.stack([self.module(part) for part in x])


class HeadVer3(nn.Module):
    """x (B, T, C) -> (B, T, C), the mean of the past."""

    def forward(self, x: Tensor) -> Tensor:
        return x.cumsum(dim=1) / torch.arange(1, x.shape[1] + 1).unsqueeze(1)  # (B, T, C) / (T, 1)


class Projections(nn.ModuleDict):
    """x (B, T, C) -> (B, T, D), once for each name."""

    def __init__(self, embed_size: int, out_features: int) -> None:
        super().__init__({name: nn.Linear(embed_size, out_features, bias=False) for name in ("query", "key", "value")})
        self.out_features = out_features

    def projected(self, x: Tensor) -> list[Tensor]:
        return [self[name](x) for name in ("query", "key", "value")]


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
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)  # (B, T, D)


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
