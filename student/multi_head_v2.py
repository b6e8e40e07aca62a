import torch
import torch.nn as nn
from torch import Tensor


class MultiHeadVer2(nn.Module):
    """H heads at once (Vaswani et al. 2017, section 3.2.2)."""

    def __init__(self, block_size: int, embed_size: int, n_heads: int) -> None:
        """TODO 7. Make query, key and value, linear maps C -> C without bias, and proj, a linear map C -> C.

        Rows i*D to (i + 1)*D of query.weight, key.weight and value.weight (C, C) are those of head i.
        Raise ValueError where n_heads does not divide embed_size.
        Hint: a buffer named tril is welcome here too.
        """
        raise NotImplementedError("TODO 7: MultiHeadVer2.__init__")

    def forward(self, x: Tensor) -> Tensor:
        """TODO 7. Compute what MultiHeadVer1 computes, with no loop over the heads.

        x (B, T, C) -> q, k, v (B, H, T, D) -> wei (B, H, T, T) -> (B, H, T, D) -> (B, T, C) -> out (B, T, C).
        Hint: split C into (H, D) first, then move H in front of T; on the way back, the other way round.
        """
        raise NotImplementedError("TODO 7: MultiHeadVer2.forward")
