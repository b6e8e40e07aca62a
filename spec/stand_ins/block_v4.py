"""A block with dropout."""

from __future__ import annotations

from torch import nn

from .block_v3 import with_norms
from .wired import Wired


def BlockVer4(head: nn.Module, embed_size: int, dropout: float) -> Wired:
    """Each branch ends with dropout."""
    parts = with_norms(head, embed_size)
    return Wired("ln1 head drop", "ln2 ffwd drop", residual=True, **parts, drop=nn.Dropout(dropout))
