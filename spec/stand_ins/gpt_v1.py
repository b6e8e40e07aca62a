"""A table of scores."""

from __future__ import annotations

from torch import nn

from .language import Language


def GPTVer1(vocab_size: int, block_size: int) -> Language:
    """Scores looked up in a table."""
    return Language(token_embedding_table=nn.Embedding(vocab_size, vocab_size))
