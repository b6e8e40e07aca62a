"""Language models over any contextualizer."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class GPTVer1(nn.Module):
    """indices (B, T), targets (B, T) -> logits (B, T, V), loss. A target of -100 does not count."""

    def __init__(self, vocab_size: int, block_size: int, embed_size: int = 0) -> None:
        super().__init__()
        self.token_embedding_table = nn.Embedding(vocab_size, embed_size or vocab_size)

    def logits(self, indices: Tensor) -> Tensor:
        return self.token_embedding_table(indices)

    def forward(self, indices: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        logits = self.logits(indices)
        return logits, F.cross_entropy(logits.flatten(0, 1), targets.flatten())


class GPTVer2(GPTVer1):
    """With a context."""

    def __init__(self, contextualizer: nn.Module, vocab_size: int, block_size: int, embed_size: int) -> None:
        super().__init__(vocab_size, block_size, embed_size)
        self.contextualizer = contextualizer
        self.lm_head = nn.Linear(embed_size, vocab_size)

    def logits(self, indices: Tensor) -> Tensor:
        return self.lm_head(self.contextualizer(self.token_embedding_table(indices)))


class GPTVer3(GPTVer2):
    """With positions, encoded by sines and cosines."""

    def __init__(self, contextualizer: nn.Module, vocab_size: int, block_size: int, embed_size: int) -> None:
        super().__init__(contextualizer, vocab_size, block_size, embed_size)
        self.pos = encodings_by_the_formula(block_size, embed_size)

    def logits(self, indices: Tensor) -> Tensor:
        x = self.token_embedding_table(indices) + self.pos[: indices.shape[1]]
        return self.lm_head(self.contextualizer(x))


class GPTVer4(GPTVer2):
    """With positions, learned, and a norm at the end."""

    def __init__(self, contextualizer: nn.Module, vocab_size: int, block_size: int, embed_size: int) -> None:
        super().__init__(contextualizer, vocab_size, block_size, embed_size)
        self.pos_embedding_table = nn.Embedding(block_size, embed_size)
        self.ln_f = nn.LayerNorm(embed_size)

    def logits(self, indices: Tensor) -> Tensor:
        x = self.token_embedding_table(indices) + self.pos_embedding_table.weight[: indices.shape[1]]
        return self.lm_head(self.ln_f(self.contextualizer(x)))


def encodings_by_the_formula(block_size: int, embed_size: int) -> Tensor:
    """(block_size, C) from the definition (Vaswani et al. 2017, section 3.5), number by number."""
    columns = []
    for c in range(embed_size):
        frequency = 10000.0 ** (-(c - c % 2) / embed_size)
        angle = torch.arange(block_size, dtype=torch.float64) * frequency  # (block_size)
        columns.append(angle.cos() if c % 2 else angle.sin())
    return torch.stack(columns, dim=1).float()
