"""A block with norms."""

from __future__ import annotations

from torch import nn

from .feed_forward import FeedForward
from .layer_norm import LayerNorm
from .wired import Wired


def BlockVer3(head: nn.Module, embed_size: int) -> Wired:
    """Each branch begins with a norm."""
    return Wired("ln1 head", "ln2 ffwd", residual=True, **with_norms(head, embed_size))


def with_norms(head: nn.Module, embed_size: int) -> dict[str, nn.Module]:
    """What a block with norms is made of."""
    return {"head": head, "ffwd": FeedForward(embed_size), "ln1": LayerNorm(embed_size), "ln2": LayerNorm(embed_size)}
