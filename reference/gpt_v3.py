import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class GPTVer3(nn.Module):
    """GPTVer2 with positional encodings (Vaswani et al. 2017, section 3.5)."""

    def __init__(self, contextualizer: nn.Module, vocab_size: int, block_size: int, embed_size: int) -> None:
        """TODO 6. Keep what GPTVer2 keeps; the encodings are not trained and not in the state dict.

        token_embedding_table: nn.Embedding (V, C); contextualizer: as given; lm_head: nn.Linear C -> V, with bias.
        Hint: register_buffer has an argument persistent.
        """
        super().__init__()
        self.block_size = block_size
        self.token_embedding_table = nn.Embedding(vocab_size, embed_size)
        self.contextualizer = contextualizer
        self.lm_head = nn.Linear(embed_size, vocab_size)
        self.register_buffer("pos", self.pos_encodings(block_size, embed_size), persistent=False)

    @staticmethod
    def pos_encodings(block_size: int, embed_size: int) -> Tensor:
        """TODO 6. Encode each position by sines and cosines of falling frequencies.

        -> (block_size, C), C even or odd.
        Column 2i is sin(t * f_i), column 2i + 1 is cos(t * f_i), with f_i = 10000^(-2i / C).
        Hint: fill every other column: enc[:, 0::2] and enc[:, 1::2].
        """
        t = torch.arange(block_size).unsqueeze(1)  # (block_size, 1)
        frequency = 10000.0 ** (-torch.arange(0, embed_size, 2) / embed_size)  # (ceil(C / 2))
        angle = t * frequency  # (block_size, ceil(C / 2))
        encodings = torch.empty(block_size, embed_size)  # (block_size, C)
        encodings[:, 0::2] = angle.sin()
        encodings[:, 1::2] = angle.cos()[:, : embed_size // 2]
        return encodings

    def logits(self, indices: Tensor) -> Tensor:
        """TODO 6. As in GPTVer2, but tell the contextualizer where each token stands.

        indices (B, T) -> embeddings (B, T, C) + encodings of the first T positions (T, C) -> ... -> logits (B, T, V).
        Hint: (B, T, C) + (T, C) is broadcast over the batch.
        """
        T = indices.shape[1]
        x = self.token_embedding_table(indices) + self.pos[:T]  # (B, T, C)
        x = self.contextualizer(x)  # (B, T, C)
        return self.lm_head(x)  # (B, T, V)

    def forward(self, indices: Tensor, targets: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """TODO 6. Return the logits and, where targets are given, the loss.

        indices (B, T), targets (B, T) or None -> logits (B, T, V), loss: a scalar or None.
        Hint: nothing has changed since GPTVer2.
        """
        logits = self.logits(indices)  # (B, T, V)
        if targets is None:
            return logits, None
        return logits, F.cross_entropy(logits.flatten(0, 1), targets.flatten())

    @torch.no_grad()
    def generate(self, indices: Tensor, max_new_tokens: int) -> Tensor:
        """TODO 6. Append max_new_tokens sampled tokens to every example.

        indices (B, T), n = max_new_tokens -> (B, T + n); T may be larger than block_size.
        Hint: nothing has changed since GPTVer2; why can't a longer context be encoded?
        """
        for _ in range(max_new_tokens):
            context = indices[:, -self.block_size :]  # (B, at most block_size)
            last = self.logits(context)[:, -1]  # (B, V)
            token = torch.multinomial(last.softmax(dim=-1), num_samples=1)  # (B, 1)
            indices = torch.cat([indices, token], dim=1)  # (B, T + 1)
        return indices
