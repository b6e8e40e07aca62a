"""A language model with a context."""

from __future__ import annotations

from torch import nn

from .language import Language


def GPTVer2(contextualizer: nn.Module, vocab_size: int, block_size: int, embed_size: int) -> Language:
    """With a context."""
    table, lm_head = nn.Embedding(vocab_size, embed_size), nn.Linear(embed_size, vocab_size)
    return Language(token_embedding_table=table, contextualizer=contextualizer, lm_head=lm_head)
