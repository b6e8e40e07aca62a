import torch
import torch.nn as nn
from torch import Tensor


class HeadVer1(nn.Module):
    """Averages the past with two nested loops."""

    def forward(self, x: Tensor) -> Tensor:
        """TODO 2. Replace each position by the mean of itself and all before it.

        x (B, T, C) -> out (B, T, C), out[b, t] = mean of x[b, 0], ..., x[b, t].
        Hint: one loop over the examples b, one over the positions t.
        """
        B, T, C = x.shape
        out = torch.empty_like(x)  # (B, T, C)
        for b in range(B):
            for t in range(T):
                out[b, t] = x[b, : t + 1].mean(dim=0)  # (t + 1, C) -> (C)
        return out
