"""A language model with encoded positions."""

from __future__ import annotations

from torch import Tensor, nn

from .formula import encodings_by_the_formula
from .language import Language


class Encoded(nn.Module):
    """x (B, T, C) -> x + the first T rows of the formula."""

    def __init__(self, block_size: int, embed_size: int) -> None:
        super().__init__()
        self.rows = encodings_by_the_formula(block_size, embed_size)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.rows[: x.shape[1]]


def GPTVer3(contextualizer: nn.Module, vocab_size: int, block_size: int, embed_size: int) -> Language:
    """With positions, encoded by sines and cosines."""
    table, lm_head = nn.Embedding(vocab_size, embed_size), nn.Linear(embed_size, vocab_size)
    encoded = Encoded(block_size, embed_size)
    return Language(token_embedding_table=table, encoded=encoded, contextualizer=contextualizer, lm_head=lm_head)
