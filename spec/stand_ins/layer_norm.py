"""Normalization."""

from __future__ import annotations

from torch import nn


class LayerNorm(nn.LayerNorm):
    """x (..., C) -> (..., C)."""

    def __init__(self, embed_size: int, eps: float = 1e-5) -> None:
        super().__init__(embed_size, eps=eps)
