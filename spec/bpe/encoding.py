"""A word, seen or not, in the symbols that were learned."""

from __future__ import annotations

from collections.abc import Iterator

from spec.bpe.merges import MARK, BadWords, Learned, Pair, Symbols, merge, spell


def encode(word: str, learned: Learned) -> Symbols:
    """The word in the symbols that were learned. Raises BadWords where it has a character that the words had not."""
    return [spell(word), *(symbols for _, _, symbols in encoding(word, learned))][-1]


def encoding(word: str, learned: Learned) -> Iterator[tuple[int, Pair, Symbols]]:
    """The merges that change the word: number, counted from 1, pair, and the word after it. Raises BadWords."""
    symbols = spell(_checked(word, learned))
    for number, pair in enumerate(learned.merges, start=1):
        merged = merge(symbols, pair)
        if merged != symbols:
            symbols = merged
            yield number, pair, symbols


def _checked(word: str, learned: Learned) -> str:
    """The word, if it is one and has no character that the words had not; raises BadWords otherwise."""
    if not word:
        raise BadWords("an empty word cannot be encoded: give one character at least")
    for position, character in enumerate(word, start=1):
        if character not in learned.characters or character == MARK:
            seen = " ".join(sorted(character for character in learned.characters if character != MARK))
            raise BadWords(
                f"{character!r}, character {position} of {word!r}, is in none of the words that were learned from: "
                f"they have {seen}. Learn from a list that has it."
            )
    return word
