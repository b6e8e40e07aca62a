"""A sentence with named places, such as "{name} has shape {shape}": filled in, and found in what was filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

COLON = ": "  # what is before one is a thing of its own
WORD = re.compile(r"[^\W\d_]{2,}")
PLACE = re.compile(r"\{([a-z]\w*)\}", re.IGNORECASE)


def filled(text: str, places: Mapping[str, object]) -> str:
    """The text with each place that is known filled in."""
    return PLACE.sub(lambda place: str(places.get(place[1], place[0])), text)


def places_of(text: str) -> frozenset[str]:
    """The names of the places."""
    return frozenset(PLACE.findall(text))


@dataclass(frozen=True)
class Template:
    """A sentence with places."""

    text: str

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """Text and names of places in turns."""
        return tuple(PLACE.split(self.text))

    @property
    def told(self) -> int:
        """How many characters are its own."""
        return sum(map(len, self.pieces[::2]))

    @property
    def speaks(self) -> bool:
        """Whether it has words of its own: two at least."""
        return len(WORD.findall(" ".join(self.pieces[::2]))) > 1

    def found(self, text: str) -> Mapping[str, str] | None:
        """What stands in each place, if this text was made of it. The first piece that fits is taken: no search."""
        first, *others = self.pieces[::2]
        if not text.startswith(first) or not text.endswith(self.pieces[-1]):
            return None
        try:
            return dict(self._places(text, len(first), others))
        except ValueError:
            return None

    def _places(self, text: str, at: int, others: list[str]) -> Iterator[tuple[str, str]]:
        for n, (name, piece) in enumerate(zip(self.pieces[1::2], others), start=1):
            end = len(text) - len(piece) if n == len(others) else text.index(piece, at + 1)
            whole = n == len(others) and (self.speaks or COLON in self.text)
            labelled = not whole and COLON in text[at:end] and "\n" not in piece
            if end <= at or labelled:
                raise ValueError("nothing stands in this place, or more than one thing")
            yield name, text[at:end]
            at = end + len(piece)
