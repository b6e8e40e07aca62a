"""The positional encodings, by their definition."""

from __future__ import annotations

import torch
from torch import Tensor


def encodings_by_the_formula(block_size: int, embed_size: int) -> Tensor:
    """(block_size, C) from the definition (Vaswani et al. 2017, section 3.5), number by number."""
    columns = []
    for c in range(embed_size):
        frequency = 10000.0 ** (-(c - c % 2) / embed_size)
        angle = torch.arange(block_size, dtype=torch.float64) * frequency  # (block_size)
        columns.append(angle.cos() if c % 2 else angle.sin())
    return torch.stack(columns, dim=1).float()
