import torch
import torch.nn as nn
from torch import Tensor


class HeadVer4(nn.Module):
    """One head of causal self-attention (Vaswani et al. 2017, section 3.2.1)."""

    def __init__(self, block_size: int, embed_size: int, head_size: int) -> None:
        """TODO 5. Make query, key and value, linear maps C -> D without bias, and the buffer tril.

        query.weight, key.weight, value.weight (D, C); tril (block_size, block_size): ones on and below the diagonal.
        Hint: self.register_buffer("tril", ...) keeps a tensor that is not trained.
        """
        super().__init__()
        self.query = nn.Linear(embed_size, head_size, bias=False)
        self.key = nn.Linear(embed_size, head_size, bias=False)
        self.value = nn.Linear(embed_size, head_size, bias=False)
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))

    def forward(self, x: Tensor, debug: bool = False) -> Tensor:
        """TODO 5. Let each position attend to itself and to all before it.

        x (B, T, C), T <= block_size -> q, k, v (B, T, D) -> wei (B, T, T) -> out (B, T, D).
        scores = q @ k^T / sqrt(D); wei = softmax of the scores with -inf above the diagonal; out = wei @ v.
        Leave self.var, the variance of the scaled scores before the mask, and self.wei, both detached.
        With debug=True, draw q, k and v from torch.randn instead of projecting x.
        Hint: for T < block_size, use the upper left corner of tril.
        """
        B, T, C = x.shape
        D = self.query.out_features
        if debug:
            q, k, v = torch.randn(3, B, T, D)  # (B, T, D) each
        else:
            q, k, v = self.query(x), self.key(x), self.value(x)  # (B, T, D) each
        scores = q @ k.transpose(-2, -1) / D**0.5  # (B, T, D) @ (B, D, T) -> (B, T, T)
        self.var = scores.detach().var()  # ()
        wei = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf")).softmax(dim=-1)  # (B, T, T)
        self.wei = wei.detach()
        return wei @ v  # (B, T, T) @ (B, T, D) -> (B, T, D)
