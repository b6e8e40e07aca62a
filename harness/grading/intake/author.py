"""Who handed something in, as far as the place knows where it was handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Author:
    """name, id: as that place has them. others: more by which a roster may know the same one."""

    name: str = ""
    id: str = ""
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, from the surest."""
        return tuple(filter(None, (self.id, *self.others, self.name)))


@dataclass(frozen=True)
class HandedIn:
    """The authors of one submission, and when they handed it in, where that is known."""

    authors: tuple[Author, ...]
    time: datetime | None = None
