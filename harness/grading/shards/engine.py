"""Where shards are graded: an engine begins one on a node, and tells when it has ended and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from harness.grading.shards.manifest import Settings, Task


class Lost(Exception):
    """No node can be had any longer; the message says why."""


@dataclass(frozen=True)
class Shard:
    """Tasks with one seed and the same TODOs, for one node at a time."""

    tasks: tuple[Task, ...]
    node: str


@dataclass(frozen=True)
class End:
    """status: of the process that graded a shard; nothing where it was lost with its node. said: its complaints."""

    shard: Shard
    status: int | None
    said: str = ""


@dataclass(frozen=True)
class Place:
    """What each shard of a run has in common. out: the folder of all reports. number: of the run."""

    out: Path
    number: str
    settings: Settings


class Engine(Protocol):
    """Nodes, each with one shard at a time."""

    def nodes(self) -> Sequence[str]:
        """Those that are there, busy or free. Raises Lost where there will be none."""

    def begin(self, shard: Shard) -> None:
        """Begin it on its node, which is free."""

    def ended(self, seconds: float) -> Sequence[End]:
        """The shards that have ended since, after so many seconds at most."""

    def close(self) -> None:
        """End all that is begun."""
