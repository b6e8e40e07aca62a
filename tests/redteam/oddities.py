"""Submissions that are odd as files: each is built on the disk, and what it may earn is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.proof.redteam.attacks import Wrong

Sources = Mapping[str, str]
Make = Callable[[Path, Sources], Path]

WRONG = Wrong.read(Path(__file__).with_name("wrong.toml")).filled()


@dataclass(frozen=True)
class Oddity:
    """tries: what its author hopes for. make: builds it in a folder from the answers' sources, by file name, and says
    where. earns: whether TODO 4 may be earned by it. unreadable: whether it must be refused as a whole."""

    name: str
    tries: str
    make: Make
    earns: bool
    unreadable: bool


ODDITIES: list[Oddity] = []


def odd(tries: str, earns: bool = False, unreadable: bool = False) -> Callable[[Make], Make]:
    """Adds a function that builds a submission to the bank."""

    def add(make: Make) -> Make:
        ODDITIES.append(Oddity(make.__name__, tries, make, earns, unreadable))
        return make

    return add


def write(folder: Path, sources: Sources) -> Path:
    """A folder of these files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in sources.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def without_head(sources: Sources) -> Sources:
    """The answers but for head_v3.py."""
    return {name: text for name, text in sources.items() if name != "head_v3.py"}
