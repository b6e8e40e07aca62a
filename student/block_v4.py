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
        raise NotImplementedError("TODO 10: BlockVer4.__init__")

    def forward(self, x: Tensor) -> Tensor:
        """TODO 10. Drop elements of the output of each of the two, before it is added.

        x (B, T, C) -> y = x + dropout(head(ln1(x))) -> out = y + dropout(ffwd(ln2(y))), all (B, T, C).
        In train mode each element is 0 with probability p and scaled by 1 / (1 - p) otherwise; in eval mode
        nothing is dropped.
        Hint: whose mode does nn.Dropout follow, and whose does F.dropout?
        """
        raise NotImplementedError("TODO 10: BlockVer4.forward")
