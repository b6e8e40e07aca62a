"""Slips, laid over alternates and over each other, wherever their edits fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import combinations, zip_longest
from random import Random

from harness.course import course
from harness.judge.edits import EditError, edited
from harness.judge.slips import Slip
from harness.load.files import files_of
from harness.proof.right.alternates import Alternate


@dataclass(frozen=True)
class Laid:
    """The answer with all edits in it, as one slip, and the titles of the slips that it is made of."""

    slip: Slip
    titles: frozenset[str]


def clothes(bank: Sequence[Slip], known: Sequence[Alternate]) -> Iterator[Laid]:
    """Each slip over each alternate of its file that still says what the slip edits."""
    for slip in bank:
        for alternate in known:
            both = alternate.edits + slip.edits
            if slip.file == alternate.file and _text(slip, both):
                name = f"{slip.label} over {alternate.name}"
                yield Laid(replace(slip, name=name, edits=both, variant=1), frozenset((slip.title,)))


def pairs(bank: Sequence[Slip]) -> Iterator[Laid]:
    """Each two slips of a class that are not one mistake, and give one text in either order."""
    for one, other in combinations(bank, 2):
        if one.class_name == other.class_name and one.title != other.title:
            text = _text(one, one.edits + other.edits)
            if text and text == _text(one, other.edits + one.edits):
                slip = replace(one, name=f"{one.label} and {other.label}", edits=one.edits + other.edits, variant=1)
                yield Laid(slip, frozenset((one.title, other.title)))


def sampled(found: Sequence[Laid], number: int, seed: int) -> list[Laid]:
    """So many of them, by chance, and of each class equally many while there are enough."""
    chance, by_class = Random(seed), defaultdict[str, list[Laid]](list)
    for one in chance.sample(found, len(found)):
        by_class[one.slip.class_name].append(one)
    return [one for row in zip_longest(*by_class.values()) for one in row if one][:number]


def _text(slip: Slip, edits: Sequence[tuple[str, str]]) -> str:
    """The file with these edits; nothing where they do not fit."""
    with suppress(EditError):
        return edited(files_of(course().answers).sources[slip.file], edits)
    return ""
