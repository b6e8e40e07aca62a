import torch
import torch.nn as nn
from torch import Tensor


class LayerNorm(nn.Module):
    """Layer normalization (Ba et al. 2016, equation 4)."""

    def __init__(self, embed_size: int, eps: float = 1e-5) -> None:
        """TODO 9. Keep eps and make two parameters: weight, ones (C), and bias, zeros (C).

        Hint: nn.Parameter(tensor) makes a tensor that is trained.
        """
        raise NotImplementedError("TODO 9: LayerNorm.__init__")

    def forward(self, x: Tensor) -> Tensor:
        """TODO 9. Give the features of each position mean 0 and variance 1, then scale and shift them.

        x (..., C), any number of leading dimensions -> mean, var (..., 1) -> out (..., C).
        out = (x - mean) / sqrt(var + eps) * weight + bias, where var divides by C, not by C - 1.
        Hint: keepdim=True lets the statistics be broadcast against x.
        """
        raise NotImplementedError("TODO 9: LayerNorm.forward")
