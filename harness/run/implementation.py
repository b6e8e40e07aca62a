"""What can be judged: an implementation, with what its files import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from harness.case import Case, Outcome
from harness.load.imports import Import


class Subject(Protocol):
    """An implementation of the interface's files, wherever it runs.

    `folder` is where its author finds them. `replaced` names the classes that stand-ins of the same name replace.
    """

    @property
    def folder(self) -> Path: ...

    @property
    def replaced(self) -> tuple[str, ...]: ...

    def __hash__(self) -> int: ...

    def __call__(self, case: Case) -> Outcome:
        """Run a case; whatever the implementation raises is part of the outcome."""
        ...

    def over(self, replaced: Sequence[str]) -> Subject:
        """The same implementation, with these classes replaced."""
        ...

    def imports(self, file: str) -> Sequence[Import]:
        """What a file (without .py) imports from the others; nothing where it can't be read."""
        ...


@runtime_checkable
class Prefetches(Protocol):
    """What may answer cases before it is asked them, as many together cost it less."""

    def prefetch(self, cases: Sequence[Case]) -> None:
        """These may be asked next, instead of what was prefetched before."""
        ...
