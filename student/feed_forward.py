import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class FeedForward(nn.Module):
    """Processes each position on its own (Vaswani et al. 2017, section 3.3)."""

    def __init__(self, embed_size: int) -> None:
        """TODO 8. Make w1, a linear map C -> 4C, and w2, a linear map 4C -> C, both with bias.

        w1.weight (4C, C), w1.bias (4C), w2.weight (C, 4C), w2.bias (C).
        Hint: nn.Linear(in_features, out_features) keeps its weight as (out, in).
        """
        raise NotImplementedError("TODO 8: FeedForward.__init__")

    def forward(self, x: Tensor) -> Tensor:
        """TODO 8. Widen, set negative numbers to 0, narrow.

        x (B, T, C) -> (B, T, 4C) -> out (B, T, C), out = max(0, x W1 + b1) W2 + b2.
        Hint: F.relu(z) is max(0, z).
        """
        raise NotImplementedError("TODO 8: FeedForward.forward")
