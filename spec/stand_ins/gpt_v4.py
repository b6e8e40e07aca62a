"""A language model with learned positions."""

from __future__ import annotations

from torch import Tensor, nn

from .language import Language


class LearnedPositions(nn.Embedding):
    """x (B, T, C) -> x + the first T rows of a table."""

    def forward(self, x: Tensor) -> Tensor:
        return x + self.weight[: x.shape[1]]


def GPTVer4(contextualizer: nn.Module, vocab_size: int, block_size: int, embed_size: int) -> Language:
    """With positions, learned, and a norm at the end."""
    table, lm_head = nn.Embedding(vocab_size, embed_size), nn.Linear(embed_size, vocab_size)
    return Language(
        token_embedding_table=table,
        pos_embedding_table=LearnedPositions(block_size, embed_size),
        contextualizer=contextualizer,
        ln_f=nn.LayerNorm(embed_size),
        lm_head=lm_head,
    )
