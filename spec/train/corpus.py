"""A text as tokens: what is learned from, and the last tenth, which is only asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from spec.tokens import Characters
from spec.train.settings import CannotTrain

HELD_OUT = 10  # one in so many tokens
ASKED = 16_384  # tokens of each part that the loss is taken of, at most


@dataclass(frozen=True, eq=False)
class Corpus:
    """The tokens of both parts, (n), and the length of the lines that are cut out of them."""

    characters: Characters
    training: Tensor
    validation: Tensor
    block_size: int

    @classmethod
    def of(cls, text: str, characters: Characters, block_size: int) -> Corpus:
        """Raises UnknownCharacter, and CannotTrain where the last tenth is no longer than a line."""
        tokens = characters.encode(text)
        training, validation = tokens.tensor_split([len(tokens) - len(tokens) // HELD_OUT])
        if len(validation) <= block_size:
            raise CannotTrain(_too_short(len(validation), block_size))
        return cls(characters, training, validation, block_size)

    def drawn(self, number: int, draws: torch.Generator) -> tuple[Tensor, Tensor]:
        """Lines to learn from, anywhere in the training part: indices and targets, (number, block_size) each."""
        starts = torch.randint(len(self.training) - self.block_size, (number,), generator=draws)
        return self._lines(self.training, starts)

    def spread(self, tokens: Tensor, number: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Lines at equal distances over a part, the same ones each time, at most so many at a time."""
        last = len(tokens) - self.block_size - 1
        lines = min(last // self.block_size + 1, max(1, ASKED // self.block_size))
        starts = torch.linspace(0, last, lines, dtype=torch.float64).long()
        return (self._lines(tokens, some) for some in starts.split(number))

    def _lines(self, tokens: Tensor, starts: Tensor) -> tuple[Tensor, Tensor]:
        cut = tokens[starts[:, None] + torch.arange(self.block_size + 1)]  # (N, T + 1)
        return cut[:, :-1], cut[:, 1:]


def _too_short(validation: int, block_size: int) -> str:
    least, longest, enough = block_size + 1, validation - 1, HELD_OUT * (block_size + 1)
    if longest > 0:
        return (
            f"The text is too short: its last tenth has {validation} characters, and it takes {least} for a "
            f"block_size of {block_size}. "
            f"Take a text of {enough} characters or more, or --block-size {longest} or less."
        )
    return (
        f"The text is too short: its last tenth has {validation} characters, and it takes {least} for a "
        f"block_size of {block_size}. Take a text of {enough} characters or more."
    )
