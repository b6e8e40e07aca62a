import torch.nn as nn
from torch import Tensor

from .feed_forward import FeedForward
from .layer_norm import LayerNorm


class BlockVer4(nn.Module):
    """BlockVer3 with dropout (Srivastava et al. 2014; Vaswani et al. 2017, section 5.4)."""

    def __init__(self, head: nn.Module, embed_size: int, dropout: float) -> None:
        """TODO 10. Keep what BlockVer3 keeps, and a dropout of probability p = dropout.

        Hint: nn.Dropout has no weights, so one is enough.
        """
        super().__init__()
        self.head = head
        self.ffwd = FeedForward(embed_size)
        self.ln1 = LayerNorm(embed_size)
        self.ln2 = LayerNorm(embed_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """TODO 10. Drop elements of the output of each of the two, before it is added.

        x (B, T, C) -> y = x + dropout(head(ln1(x))) -> out = y + dropout(ffwd(ln2(y))), all (B, T, C).
        In train mode each element is 0 with probability p and scaled by 1 / (1 - p) otherwise; in eval mode
        nothing is dropped.
        Hint: whose mode does nn.Dropout follow, and whose does F.dropout?
        """
        x = x + self.dropout(self.head(self.ln1(x)))  # (B, T, C)
        return x + self.dropout(self.ffwd(self.ln2(x)))  # (B, T, C)
