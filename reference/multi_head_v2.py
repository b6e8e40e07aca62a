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
        super().__init__()
        if embed_size % n_heads != 0:
            raise ValueError(f"n_heads = {n_heads} does not divide embed_size = {embed_size}")
        self.n_heads = n_heads
        self.query = nn.Linear(embed_size, embed_size, bias=False)
        self.key = nn.Linear(embed_size, embed_size, bias=False)
        self.value = nn.Linear(embed_size, embed_size, bias=False)
        self.proj = nn.Linear(embed_size, embed_size)
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))

    def forward(self, x: Tensor) -> Tensor:
        """TODO 7. Compute what MultiHeadVer1 computes, with no loop over the heads.

        x (B, T, C) -> q, k, v (B, H, T, D) -> wei (B, H, T, T) -> (B, H, T, D) -> (B, T, C) -> out (B, T, C).
        Hint: split C into (H, D) first, then move H in front of T; on the way back, the other way round.
        """
        B, T, C = x.shape
        H, D = self.n_heads, C // self.n_heads
        q = self.query(x).view(B, T, H, D).transpose(1, 2)  # (B, H, T, D)
        k = self.key(x).view(B, T, H, D).transpose(1, 2)  # (B, H, T, D)
        v = self.value(x).view(B, T, H, D).transpose(1, 2)  # (B, H, T, D)
        scores = q @ k.transpose(-2, -1) / D**0.5  # (B, H, T, T)
        wei = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf")).softmax(dim=-1)  # (B, H, T, T)
        out = (wei @ v).transpose(1, 2).reshape(B, T, C)  # (B, H, T, D) -> (B, T, H, D) -> (B, T, C)
        return self.proj(out)  # (B, T, C)
