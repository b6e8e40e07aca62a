"""Language models: a table of tokens and layers over it."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Language(nn.ModuleDict):
    """indices (B, T), targets (B, T) -> scores (B, T, V), loss. A target of -100 does not count."""

    def __init__(self, **layers: nn.Module) -> None:
        super().__init__(layers)

    def forward(self, indices: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        scores = indices
        for layer in self.values():
            scores = layer(scores)
        return scores, F.cross_entropy(scores.flatten(0, 1), targets.flatten())


class LearnedPositions(nn.Embedding):
    """x (B, T, C) -> x + the first T rows of a table."""

    def forward(self, x: Tensor) -> Tensor:
        return x + self.weight[: x.shape[1]]


class Encoded(nn.Module):
    """x (B, T, C) -> x + the first T rows of the formula."""

    def __init__(self, block_size: int, embed_size: int) -> None:
        super().__init__()
        self.rows = encodings_by_the_formula(block_size, embed_size)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.rows[: x.shape[1]]


def GPTVer1(vocab_size: int, block_size: int) -> Language:
    """Scores looked up in a table."""
    return Language(token_embedding_table=nn.Embedding(vocab_size, vocab_size))


def GPTVer2(contextualizer: nn.Module, vocab_size: int, block_size: int, embed_size: int) -> Language:
    """With a context."""
    table, lm_head = nn.Embedding(vocab_size, embed_size), nn.Linear(embed_size, vocab_size)
    return Language(token_embedding_table=table, contextualizer=contextualizer, lm_head=lm_head)


def GPTVer3(contextualizer: nn.Module, vocab_size: int, block_size: int, embed_size: int) -> Language:
    """With positions, encoded by sines and cosines."""
    table, lm_head = nn.Embedding(vocab_size, embed_size), nn.Linear(embed_size, vocab_size)
    encoded = Encoded(block_size, embed_size)
    return Language(token_embedding_table=table, encoded=encoded, contextualizer=contextualizer, lm_head=lm_head)


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


def encodings_by_the_formula(block_size: int, embed_size: int) -> Tensor:
    """(block_size, C) from the definition (Vaswani et al. 2017, section 3.5), number by number."""
    columns = []
    for c in range(embed_size):
        frequency = 10000.0 ** (-(c - c % 2) / embed_size)
        angle = torch.arange(block_size, dtype=torch.float64) * frequency  # (block_size)
        columns.append(angle.cos() if c % 2 else angle.sin())
    return torch.stack(columns, dim=1).float()
