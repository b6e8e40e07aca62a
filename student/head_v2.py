import torch
import torch.nn as nn
from torch import Tensor


class HeadVer2(nn.Module):
    """Averages the past with one matrix product."""

    def forward(self, x: Tensor) -> Tensor:
        """TODO 3. Compute HeadVer1's mean as one matrix product, with no loop.

        x (B, T, C) -> wei (T, T) @ x (B, T, C) -> out (B, T, C).
        wei[t, s] = 1 / (t + 1) for s <= t, else 0.
        Hint: torch.tril(torch.ones(T, T)) has the right shape; what is the sum of each of its rows?
        """
        raise NotImplementedError("TODO 3: HeadVer2.forward")
