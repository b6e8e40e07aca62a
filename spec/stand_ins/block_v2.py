"""A block with residual connections."""

from __future__ import annotations

from torch import nn

from .feed_forward import FeedForward
from .wired import Wired


def BlockVer2(head: nn.Module, embed_size: int) -> Wired:
    """Two residual branches."""
    return Wired("head", "ffwd", residual=True, head=head, ffwd=FeedForward(embed_size))
