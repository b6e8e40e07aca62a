"""A play without end, drawn from a small grammar, of which it is known how well it can be predicted at best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from random import Random
from typing import TypeAlias, TypeVar

T = TypeVar("T")

CAST = ("fox", "owl", "hare", "mole", "bear", "crow", "frog", "wolf")
PLACES = ("by the river", "in the garden", "on the hill", "under the bridge", "in the mill", "behind the barn")
COLOURS = ("red", "blue", "green", "white", "black", "yellow")
THINGS = ("kite", "lamp", "drum", "key", "ring", "coat", "boat", "bell", "rope", "book")
SKIES = ("sun", "moon", "wind", "rain", "snow", "night")
WAYS = ("cold", "kind", "loud", "late", "bright", "old")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class Draws:
    """Draws, each of equally likely options. surprise: minus the log of the probability of all so far, in nats."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.surprise = 0.0

    def one_of(self, options: Sequence[T]) -> T:
        """One of them."""
        self.surprise += log(len(options))
        return options[self._random.randrange(len(options))]

    def some_of(self, options: Sequence[T], number: int) -> list[T]:
        """That many, all different, in any order."""
        left, drawn = list(options), []
        for _ in range(number):
            drawn.append(self.one_of(left))
            left.remove(drawn[-1])
        return drawn


@dataclass(frozen=True)
class Play:
    """A text, and the loss, in nats a character, that nobody can beat but by luck.

    No two ways of drawing make the same text, so that its probability is that of its draws.
    """

    text: str
    floor: float


Exchange: TypeAlias = Callable[[Draws, str, str], tuple[str, str]]  # who speaks, who answers -> what both say


def play(characters: int, seed: int) -> Play:
    """Whole scenes, until there are that many characters at least."""
    draws = Draws(seed)
    scenes: list[str] = []
    while sum(map(len, scenes)) < characters:
        scenes.append(_scene(draws))
    text = "".join(scenes)
    return Play(text, draws.surprise / len(text))


def _scene(draws: Draws) -> str:
    first, second = draws.some_of(CAST, 2)
    lines = [f"The {first} and the {second} meet {draws.one_of(PLACES)}.\n"]
    for _ in range(draws.one_of(range(3, 7))):
        speaker, other = draws.one_of(((first, second), (second, first)))
        said, answered = draws.one_of(EXCHANGES)(draws, speaker, other)
        lines += [f"{speaker.upper()}: {said}\n", f"{other.upper()}: {answered}\n"]
    return "".join([*lines, "\n"])


def _thing(draws: Draws) -> str:
    return f"{draws.one_of(COLOURS)} {draws.one_of(THINGS)}"


def _where(draws: Draws, speaker: str, other: str) -> tuple[str, str]:
    thing = _thing(draws)
    return f"Where is the {thing}, {other}?", f"The {thing} is {draws.one_of(PLACES)}, {speaker}."


def _trade(draws: Draws, speaker: str, other: str) -> tuple[str, str]:
    mine, yours = _thing(draws), _thing(draws)
    said = f"I give you my {mine} for your {yours}."
    return said, draws.one_of((f"Then the {yours} is yours, and the {mine} is mine.", f"No, I keep my {yours}."))


def _lost(draws: Draws, speaker: str, other: str) -> tuple[str, str]:
    thing = _thing(draws)
    finder = draws.one_of([animal for animal in CAST if animal not in (speaker, other)])
    return f"My {thing} is lost.", f"Your {thing}? The {finder} has it {draws.one_of(PLACES)}."


def _sum(draws: Draws, speaker: str, other: str) -> tuple[str, str]:
    a, b = draws.one_of(range(6)), draws.one_of(range(6))
    asked = f"{NUMBERS[a]} and {NUMBERS[b]}"
    return f"How many are {asked}?", f"{asked.capitalize()} are {NUMBERS[a + b + 1]}."


def _echo(draws: Draws, speaker: str, other: str) -> tuple[str, str]:
    words = ", ".join(draws.some_of(THINGS, 3))
    return f"Say after me: {words}.", f"{words.capitalize()}."


def _weather(draws: Draws, speaker: str, other: str) -> tuple[str, str]:
    sky, way = draws.one_of(SKIES), draws.one_of(WAYS)
    return f"The {sky} is {way} today.", draws.one_of((f"Yes, how {way} it is!", f"Was the {sky} ever so {way}?"))


EXCHANGES: tuple[Exchange, ...] = (_where, _trade, _lost, _sum, _echo, _weather)
