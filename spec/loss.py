"""The loss of a language model."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@torch.no_grad()
def estimate_loss(model: nn.Module, indices: Tensor, targets: Tensor) -> float:
    """The mean cross-entropy over all targets that count, in eval mode. indices, targets (N, T)."""
    model.eval()
    logits, _ = model(indices, targets)  # (N, T, V)
    return float(F.cross_entropy(logits.flatten(0, 1).double(), targets.flatten()))
