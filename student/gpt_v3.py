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
        raise NotImplementedError("TODO 6: GPTVer3.__init__")

    @staticmethod
    def pos_encodings(block_size: int, embed_size: int) -> Tensor:
        """TODO 6. Encode each position by sines and cosines of falling frequencies.

        -> (block_size, C), C even or odd.
        Column 2i is sin(t * f_i), column 2i + 1 is cos(t * f_i), with f_i = 10000^(-2i / C).
        Hint: fill every other column: enc[:, 0::2] and enc[:, 1::2].
        """
        raise NotImplementedError("TODO 6: GPTVer3.pos_encodings")

    def logits(self, indices: Tensor) -> Tensor:
        """TODO 6. As in GPTVer2, but tell the contextualizer where each token stands.

        indices (B, T) -> embeddings (B, T, C) + encodings of the first T positions (T, C) -> ... -> logits (B, T, V).
        Hint: (B, T, C) + (T, C) is broadcast over the batch.
        """
        raise NotImplementedError("TODO 6: GPTVer3.logits")

    def forward(self, indices: Tensor, targets: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """TODO 6. Return the logits and, where targets are given, the loss.

        indices (B, T), targets (B, T) or None -> logits (B, T, V), loss: a scalar or None.
        Hint: nothing has changed since GPTVer2.
        """
        raise NotImplementedError("TODO 6: GPTVer3.forward")

    @torch.no_grad()
    def generate(self, indices: Tensor, max_new_tokens: int) -> Tensor:
        """TODO 6. Append max_new_tokens sampled tokens to every example.

        indices (B, T), n = max_new_tokens -> (B, T + n); T may be larger than block_size.
        Hint: nothing has changed since GPTVer2; why can't a longer context be encoded?
        """
        raise NotImplementedError("TODO 6: GPTVer3.generate")
