import torch.nn as nn
from torch import Tensor

from .feed_forward import FeedForward


class BlockVer2(nn.Module):
    """BlockVer1 with residual connections (He et al. 2016, section 3.1)."""

    def __init__(self, head: nn.Module, embed_size: int) -> None:
        """TODO 8. Keep the head as self.head and make self.ffwd, a FeedForward.

        head: any module (B, T, C) -> (B, T, C).
        Hint: nothing has changed since BlockVer1.
        """
        super().__init__()
        self.head = head
        self.ffwd = FeedForward(embed_size)

    def forward(self, x: Tensor) -> Tensor:
        """TODO 8. Add what each of the two finds out to what was there before.

        x (B, T, C) -> y = x + head(x) -> out = y + ffwd(y), all (B, T, C).
        Hint: x += ... would change the caller's tensor.
        """
        x = x + self.head(x)  # (B, T, C)
        return x + self.ffwd(x)  # (B, T, C)
