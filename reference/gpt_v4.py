import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class GPTVer4(nn.Module):
    """NanoGPT: learned positions, any stack of blocks, a final LayerNorm (Radford et al. 2019, section 2.3).

    Provided whole. It uses torch's own LayerNorm, so that it runs before yours is written.
    """

    def __init__(self, contextualizer: nn.Module, vocab_size: int, block_size: int, embed_size: int) -> None:
        super().__init__()
        self.block_size = block_size
        self.token_embedding_table = nn.Embedding(vocab_size, embed_size)
        self.pos_embedding_table = nn.Embedding(block_size, embed_size)
        self.contextualizer = contextualizer
        self.ln_f = nn.LayerNorm(embed_size)
        self.lm_head = nn.Linear(embed_size, vocab_size)

    def logits(self, indices: Tensor) -> Tensor:
        """indices (B, T), T <= block_size -> logits (B, T, V)."""
        pos = torch.arange(indices.shape[1], device=indices.device)  # (T)
        x = self.token_embedding_table(indices) + self.pos_embedding_table(pos)  # (B, T, C)
        x = self.contextualizer(x)  # (B, T, C)
        return self.lm_head(self.ln_f(x))  # (B, T, V)

    def forward(self, indices: Tensor, targets: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """indices (B, T), targets (B, T) or None -> logits (B, T, V), loss: a scalar or None."""
        logits = self.logits(indices)  # (B, T, V)
        if targets is None:
            return logits, None
        return logits, F.cross_entropy(logits.flatten(0, 1), targets.flatten())

    @torch.no_grad()
    def generate(self, indices: Tensor, max_new_tokens: int) -> Tensor:
        """indices (B, T), n = max_new_tokens -> (B, T + n), sampled from the last block_size tokens."""
        for _ in range(max_new_tokens):
            last = self.logits(indices[:, -self.block_size :])[:, -1]  # (B, V)
            token = torch.multinomial(last.softmax(dim=-1), num_samples=1)  # (B, 1)
            indices = torch.cat([indices, token], dim=1)  # (B, T + 1)
        return indices
