"""Something that is said, as a translator gets it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from harness.language.catalog import Key


@dataclass(frozen=True)
class Message:
    """A sentence in English.

    file: of the catalog, without .po. key: of a record, or of what is filled in elsewhere. place: the file that it
    stands in. many: of what is counted, the form for more than one. named: its {places} must be in each translation.
    """

    file: Path
    text: str
    place: str
    key: str = ""
    many: str = ""
    named: bool = False

    @property
    def id(self) -> Key:
        """By which its translation is found."""
        return self.key, self.text


def distinct(messages: Iterable[Message]) -> tuple[Message, ...]:
    """Each of them once: the first of those with one id."""
    found: dict[Key, Message] = {}
    for message in messages:
        if message.text:
            found.setdefault(message.id, message)
    return tuple(found.values())
