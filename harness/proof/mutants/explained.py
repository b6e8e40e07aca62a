"""Why a mutant survives: the records of reference/mutants/, one file a file of the answers."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from harness.course import PAGE, course
from harness.proof.mutants.make import Key

Kind: TypeAlias = Literal["equal", "allowed"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class BadReason(ValueError):
    """A record that explains no mutant."""


@dataclass(frozen=True)
class Reason:
    """kind: equal (it does what the answer does) or allowed (by the contract). why: in one sentence; of what is
    allowed, words of the contract. where, line: as of the mutant. becomes: each mutant of this line that it explains.
    """

    kind: Kind
    where: str
    line: str
    becomes: tuple[str, ...]
    why: str

    @property
    def keys(self) -> list[Key]:
        return [(self.where, self.line, one) for one in self.becomes]


def path_of(file: str) -> Path:
    """The records of a file of the answers."""
    return course().answers / "mutants" / f"{file}.toml"


def reasons(file: str) -> tuple[Reason, ...]:
    """Those of a file; none where it has no records. Raises BadReason."""
    if not path_of(file).is_file():
        return ()
    try:
        read = tomllib.loads(path_of(file).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadReason(f"{path_of(file).name}: {error}") from error
    return tuple(_read(file, read))


def _read(file: str, read: Mapping[str, Any]) -> Iterator[Reason]:
    for kind, records in read.items():
        if kind not in KINDS:
            raise BadReason(f"{path_of(file).name}: there is no kind {kind}; there are {' and '.join(KINDS)}")
        for record in records:
            try:
                yield Reason(kind, **{**record, "becomes": tuple(record["becomes"])})
            except (KeyError, TypeError) as error:
                raise BadReason(f"{path_of(file).name}: {error}; expected where, line, becomes, why") from error


def by_key(file: str) -> Mapping[Key, Reason]:
    """The reason of each mutant of a file that has one. Raises BadReason."""
    return {key: reason for reason in reasons(file) for key in reason.keys}


def faults(file: str, made: Container[Key]) -> Iterator[tuple[Reason, str]]:
    """The records of a file that explain nothing, each with what is wrong, whatever claims say. Raises BadReason.

    made: the keys of the mutants of the file.
    """
    seen, promised = set[Key](), _words(course().root / PAGE)
    for reason in reasons(file):
        for key in reason.keys:
            if key not in made:
                yield reason, f"there is no such mutant: {key[2]!r}"
            if key in seen:
                yield reason, f"it is explained twice: {key[2]!r}"
            seen.add(key)
        if reason.kind == "allowed" and " ".join(reason.why.split()) not in promised:
            yield reason, f"the contract does not say so: {reason.why!r}"


def _words(page: Path) -> str:
    """A page on one line; none where the course has none."""
    return " ".join(page.read_text(encoding="utf-8").split()) if page.is_file() else ""
