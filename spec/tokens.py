"""The course's tokenizer: a token is a character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor


class UnknownCharacter(ValueError):
    """A character that is not in the vocabulary; its message says which, where, and what to do."""


@dataclass(frozen=True)
class Characters:
    """A vocabulary of characters. The token of a character is its place in the vocabulary."""

    vocabulary: str

    @classmethod
    def of(cls, text: str) -> Characters:
        """The characters of a text, sorted."""
        return cls("".join(sorted(set(text))))

    def encode(self, text: str) -> Tensor:
        """The tokens of a text, (len(text)), int64. Raises UnknownCharacter."""
        places = {character: place for place, character in enumerate(self.vocabulary)}
        unknown = next((at for at, character in enumerate(text) if character not in places), None)
        if unknown is not None:
            raise UnknownCharacter(self._unknown(text, unknown))
        return torch.tensor([places[character] for character in text], dtype=torch.long)

    def decode(self, tokens: Iterable[int]) -> str:
        """The text of these tokens."""
        return "".join(self.vocabulary[token] for token in tokens)

    def _unknown(self, text: str, at: int) -> str:
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        return (
            f"The character {text[at]!r} (line {line}, column {column}) is not in the vocabulary, which is: "
            f"{self.vocabulary!r}. Leave it out, or make the vocabulary from a text that has it."
        )
