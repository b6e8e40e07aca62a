"""A block of two branches."""

from __future__ import annotations

from torch import nn

from .feed_forward import FeedForward
from .wired import Wired


def BlockVer1(head: nn.Module, embed_size: int) -> Wired:
    """Two plain branches."""
    return Wired("head", "ffwd", residual=False, head=head, ffwd=FeedForward(embed_size))
