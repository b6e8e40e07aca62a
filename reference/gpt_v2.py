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
        super().__init__()
        self.block_size = block_size
        self.token_embedding_table = nn.Embedding(vocab_size, embed_size)
        self.contextualizer = contextualizer
        self.lm_head = nn.Linear(embed_size, vocab_size)

    def logits(self, indices: Tensor) -> Tensor:
        """TODO 2. Embed the tokens, let them see their context, predict.

        indices (B, T) -> embeddings (B, T, C) -> context (B, T, C) -> logits (B, T, V).
        Hint: three calls, one for each module.
        """
        x = self.token_embedding_table(indices)  # (B, T, C)
        x = self.contextualizer(x)  # (B, T, C)
        return self.lm_head(x)  # (B, T, V)

    def forward(self, indices: Tensor, targets: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """TODO 2. Return the logits and, where targets are given, the loss.

        indices (B, T), targets (B, T) or None -> logits (B, T, V), loss: a scalar or None.
        Hint: nothing has changed since GPTVer1.
        """
        logits = self.logits(indices)  # (B, T, V)
        if targets is None:
            return logits, None
        return logits, F.cross_entropy(logits.flatten(0, 1), targets.flatten())

    @torch.no_grad()
    def generate(self, indices: Tensor, max_new_tokens: int) -> Tensor:
        """TODO 2. Append max_new_tokens sampled tokens to every example.

        indices (B, T), n = max_new_tokens -> (B, T + n); T may be larger than block_size.
        The model may be given the last block_size tokens at most; all tokens are returned.
        Hint: indices[:, -n:] are the last n tokens of each example.
        """
        for _ in range(max_new_tokens):
            context = indices[:, -self.block_size :]  # (B, at most block_size)
            last = self.logits(context)[:, -1]  # (B, V)
            token = torch.multinomial(last.softmax(dim=-1), num_samples=1)  # (B, 1)
            indices = torch.cat([indices, token], dim=1)  # (B, T + 1)
        return indices
