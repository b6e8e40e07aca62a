import torch.nn as nn
from torch import Tensor

from .feed_forward import FeedForward
from .layer_norm import LayerNorm


class BlockVer3(nn.Module):
    """BlockVer2 with pre-norm (Xiong et al. 2020, figure 1b)."""

    def __init__(self, head: nn.Module, embed_size: int) -> None:
        """TODO 9. Keep what BlockVer2 keeps and make two LayerNorms: ln1 for the head, ln2 for ffwd.

        Hint: the two learn different weights, so one LayerNorm won't do.
        """
        super().__init__()
        self.head = head
        self.ffwd = FeedForward(embed_size)
        self.ln1 = LayerNorm(embed_size)
        self.ln2 = LayerNorm(embed_size)

    def forward(self, x: Tensor) -> Tensor:
        """TODO 9. Normalize the input of each of the two; leave the residual path as it is.

        x (B, T, C) -> y = x + head(ln1(x)) -> out = y + ffwd(ln2(y)), all (B, T, C).
        Hint: from the first x to the last sum, the residual path meets additions only.
        """
        x = x + self.head(self.ln1(x))  # (B, T, C)
        return x + self.ffwd(self.ln2(x))  # (B, T, C)
