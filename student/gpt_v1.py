import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class GPTVer1(nn.Module):
    """A bigram language model: each token looks up the logits of the next one."""

    def __init__(self, vocab_size: int, block_size: int) -> None:
        """TODO 1. Make self.token_embedding_table, an nn.Embedding of shape (V, V).

        Row i holds the logits of the token that follows token i.
        Hint: this model looks one token back and has no use for block_size.
        """
        raise NotImplementedError("TODO 1: GPTVer1.__init__")

    def logits(self, indices: Tensor) -> Tensor:
        """TODO 1. Look up the logits of every token.

        indices (B, T) int64 -> logits (B, T, V).
        Hint: an nn.Embedding may be called like a function.
        """
        raise NotImplementedError("TODO 1: GPTVer1.logits")

    def forward(self, indices: Tensor, targets: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """TODO 1. Return the logits and, where targets are given, the loss.

        indices (B, T), targets (B, T) or None -> logits (B, T, V), loss: a scalar or None.
        loss = the mean over all B*T positions of -log softmax(logits)[target].
        Hint: F.cross_entropy wants (N, V) and (N,).
        """
        raise NotImplementedError("TODO 1: GPTVer1.forward")

    @torch.no_grad()
    def generate(self, indices: Tensor, max_new_tokens: int) -> Tensor:
        """TODO 1. Append max_new_tokens sampled tokens to every example.

        indices (B, T), n = max_new_tokens -> (B, T + n); n = 0 returns the prompt.
        Each token is drawn from the softmax of the last position's logits.
        Hint: torch.multinomial draws one token for each row of probabilities.
        """
        raise NotImplementedError("TODO 1: GPTVer1.generate")
