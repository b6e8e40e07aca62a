import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class GPTVer2(nn.Module):
    """A language model that looks at its context through any contextualizer."""

    def __init__(self, contextualizer: nn.Module, vocab_size: int, block_size: int, embed_size: int) -> None:
        """TODO 2. Keep block_size and three modules, under these names.

        token_embedding_table: nn.Embedding (V, C); contextualizer: as given; lm_head: nn.Linear C -> V, with bias.
        Hint: a module that is assigned to self is registered under that name.
        """
        raise NotImplementedError("TODO 2: GPTVer2.__init__")

    def logits(self, indices: Tensor) -> Tensor:
        """TODO 2. Embed the tokens, let them see their context, predict.

        indices (B, T) -> embeddings (B, T, C) -> context (B, T, C) -> logits (B, T, V).
        Hint: three calls, one for each module.
        """
        raise NotImplementedError("TODO 2: GPTVer2.logits")

    def forward(self, indices: Tensor, targets: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """TODO 2. Return the logits and, where targets are given, the loss.

        indices (B, T), targets (B, T) or None -> logits (B, T, V), loss: a scalar or None.
        Hint: nothing has changed since GPTVer1.
        """
        raise NotImplementedError("TODO 2: GPTVer2.forward")

    @torch.no_grad()
    def generate(self, indices: Tensor, max_new_tokens: int) -> Tensor:
        """TODO 2. Append max_new_tokens sampled tokens to every example.

        indices (B, T), n = max_new_tokens -> (B, T + n); T may be larger than block_size.
        The model may be given the last block_size tokens at most; all tokens are returned.
        Hint: indices[:, -n:] are the last n tokens of each example.
        """
        raise NotImplementedError("TODO 2: GPTVer2.generate")
