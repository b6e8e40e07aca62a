"""Byte-pair encoding of words (Sennrich et al. 2016, section 3.2): the merges, learned and applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

MARK = "·"  # the end of a word, a symbol of its own: without it, "est" in "west" and in "estate" would be the same

Symbols: TypeAlias = tuple[str, ...]
Pair: TypeAlias = tuple[str, str]


class BadWords(ValueError):
    """Words that nothing can be learned from, or that cannot be encoded; its message says why and what to do."""


@dataclass(frozen=True)
class Step:
    """One merge: the pair, how often it came before it was merged, and the vocabulary in use after it."""

    pair: Pair
    count: int
    vocabulary: Symbols

    @property
    def symbol(self) -> str:
        """What the pair became."""
        return "".join(self.pair)


@dataclass(frozen=True)
class Learned:
    """What a list of words has taught: its characters, the mark of the end among them, then one merge after another.

    A vocabulary here is the one in use: the symbols that still occur in the words of the list, in the order in which
    they are met. A merge adds a symbol to it, and takes out those of its pair that occur nowhere else.
    """

    characters: Symbols
    steps: tuple[Step, ...]

    @property
    def merges(self) -> tuple[Pair, ...]:
        """The pairs, in the order in which they were learned."""
        return tuple(step.pair for step in self.steps)

    @property
    def vocabulary(self) -> Symbols:
        """The one in use after the last merge."""
        return self.steps[-1].vocabulary if self.steps else self.characters

    @property
    def sizes(self) -> tuple[int, ...]:
        """The size of the vocabulary in use after 0, 1, 2, ... merges."""
        return (len(self.characters), *(len(step.vocabulary) for step in self.steps))


def learn(words: Mapping[str, int], merges: int) -> Learned:
    """Merge the most frequent pair of neighbouring symbols, and again, that many times.

    words: how often each word comes. Of equally frequent pairs the one that is met first is merged, when the words are
    read in their order. There are fewer merges where every word is one symbol before that. Raises BadWords.
    """
    _check(words, merges)
    spelled = {word: spell(word) for word in words}
    characters = in_use(spelled.values())
    steps: list[Step] = []
    while len(steps) < merges and (counts := _pairs(spelled, words)):
        pair = max(counts, key=counts.__getitem__)  # the first of the largest: a Counter keeps the order of its keys
        spelled = {word: merge(symbols, pair) for word, symbols in spelled.items()}
        steps.append(Step(pair, counts[pair], in_use(spelled.values())))
    return Learned(characters, tuple(steps))


def spell(word: str) -> Symbols:
    """The characters of a word, and the mark of its end."""
    return (*word, MARK)


def merge(symbols: Symbols, pair: Pair) -> Symbols:
    """The symbols with the pair made one wherever it comes, from left to right."""
    merged: list[str] = []
    position = 0
    while position < len(symbols):
        width = 2 if symbols[position : position + 2] == pair else 1
        merged.append("".join(symbols[position : position + width]))
        position += width
    return tuple(merged)


def in_use(spelled: Iterable[Symbols]) -> Symbols:
    """Each symbol that occurs, once."""
    return tuple(dict.fromkeys(symbol for symbols in spelled for symbol in symbols))


def _pairs(spelled: Mapping[str, Symbols], words: Mapping[str, int]) -> Counter[Pair]:
    counts: Counter[Pair] = Counter()
    for word, symbols in spelled.items():
        for pair in pairwise(symbols):
            counts[pair] += words[word]
    return counts


def _check(words: Mapping[str, int], merges: int) -> None:
    if not words:
        raise BadWords("there are no words to learn from: give at least one")
    if merges < 0:
        raise BadWords(f"{merges} merges cannot be learned: give 0 or more")
    for word, count in words.items():
        if not word:
            raise BadWords("one of the words is empty: leave it out")
        if MARK in word or any(character.isspace() for character in word):
            raise BadWords(f"{word!r} is no word: white space parts words, and {MARK} marks their end")
        if count < 1:
            raise BadWords(f"{word!r} comes {count} times: leave it out, or give 1 or more")
