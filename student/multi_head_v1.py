import torch
import torch.nn as nn
from torch import Tensor

from .head_v4 import HeadVer4


class MultiHeadVer1(nn.Module):
    """H heads, one after another (Vaswani et al. 2017, section 3.2.2)."""

    def __init__(self, block_size: int, embed_size: int, n_heads: int) -> None:
        """TODO 7. Make heads, an nn.ModuleList of H HeadVer4 of size D = C / H, and proj, a linear map C -> C.

        heads.{i}.query/key/value.weight (D, C), proj.weight (C, C), proj.bias (C).
        Raise ValueError where n_heads does not divide embed_size.
        Hint: a plain list would hide the heads' weights from the optimizer.
        """
        raise NotImplementedError("TODO 7: MultiHeadVer1.__init__")

    def forward(self, x: Tensor) -> Tensor:
        """TODO 7. Run the heads one after another, concatenate their outputs, project the result.

        x (B, T, C) -> H times (B, T, D) -> (B, T, C) -> out (B, T, C).
        Hint: along which dimension do the outputs of the heads stand side by side?
        """
        raise NotImplementedError("TODO 7: MultiHeadVer1.forward")
