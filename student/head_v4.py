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
        raise NotImplementedError("TODO 5: HeadVer4.__init__")

    def forward(self, x: Tensor, debug: bool = False) -> Tensor:
        """TODO 5. Let each position attend to itself and to all before it.

        x (B, T, C), T <= block_size -> q, k, v (B, T, D) -> wei (B, T, T) -> out (B, T, D).
        scores = q @ k^T / sqrt(D); wei = softmax of the scores with -inf above the diagonal; out = wei @ v.
        Leave self.var, the variance of the scaled scores before the mask, and self.wei, both detached.
        With debug=True, draw q, k and v from torch.randn instead of projecting x.
        Hint: for T < block_size, use the upper left corner of tril.
        """
        raise NotImplementedError("TODO 5: HeadVer4.forward")
