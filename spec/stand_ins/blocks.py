"""Blocks: a head and a feed-forward layer."""

from __future__ import annotations

from torch import Tensor, nn

from spec.stand_ins.layers import FeedForward, LayerNorm


class BlockVer1(nn.Module):
    """x (B, T, C) -> (B, T, C)."""

    def __init__(self, head: nn.Module, embed_size: int) -> None:
        super().__init__()
        self.head = head
        self.ffwd = FeedForward(embed_size)

    def forward(self, x: Tensor) -> Tensor:
        return self.ffwd(self.head(x))


class BlockVer2(BlockVer1):
    """With residual connections."""

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.head(x)
        return x + self.ffwd(x)


class BlockVer3(BlockVer1):
    """With residual connections and norms."""

    def __init__(self, head: nn.Module, embed_size: int) -> None:
        super().__init__(head, embed_size)
        self.ln1 = LayerNorm(embed_size)
        self.ln2 = LayerNorm(embed_size)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.head(self.ln1(x))
        return x + self.ffwd(self.ln2(x))


class BlockVer4(BlockVer3):
    """With residual connections, norms and dropout."""

    def __init__(self, head: nn.Module, embed_size: int, dropout: float) -> None:
        super().__init__(head, embed_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.dropout(self.head(self.ln1(x)))
        return x + self.dropout(self.ffwd(self.ln2(x)))
