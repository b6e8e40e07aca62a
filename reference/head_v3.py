import torch
import torch.nn as nn
from torch import Tensor


class HeadVer3(nn.Module):
    """Averages the past with a mask and a softmax."""

    def forward(self, x: Tensor) -> Tensor:
        """TODO 4. Compute HeadVer1's mean with weights that come out of a softmax, with no loop.

        x (B, T, C) -> wei (T, T) @ x (B, T, C) -> out (B, T, C).
        wei = softmax of scores (T, T) that are 0 for s <= t and -inf for s > t.
        Leave wei, detached, as self.wei.
        Hint: masked_fill puts a value where a boolean mask is True.
        """
        T = x.shape[1]
        future = torch.ones(T, T).triu(diagonal=1).bool()  # (T, T)
        wei = torch.zeros(T, T).masked_fill(future, float("-inf"))  # (T, T)
        wei = wei.softmax(dim=-1)  # (T, T)
        self.wei = wei.detach()
        return wei @ x  # (T, T) @ (B, T, C) -> (B, T, C)
