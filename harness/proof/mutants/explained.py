"""Why a mutant survives: the records of reference/mutants/, one file a file of the answers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from harness.course import PAGE, course
from harness.proof.mutants.make import Mutant

Kind: TypeAlias = Literal["equal", "allowed"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class BadReason(ValueError):
    """A record that explains no mutant."""


@dataclass(frozen=True)
class Reason:
    """kind: equal (it does what the answer does) or allowed (by the contract). where: the class and the method.
    line: the line that is changed; None for each. becomes: it explains the mutants that become so, and no claim kills
    them. operators: it explains the mutants of these that survive. why: in one sentence; of what is allowed, words of
    the contract.
    """

    kind: Kind
    where: str
    why: str
    line: str | None = None
    becomes: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()

    def explains(self, mutant: Mutant) -> bool:
        here = mutant.where == self.where and self.line in (None, mutant.line)
        return here and (self.names(mutant) or mutant.operator in self.operators)

    def names(self, mutant: Mutant) -> bool:
        """Whether it explains this very mutant: of those of an operator, it explains only the ones that survive."""
        return mutant.becomes in self.becomes


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
            listed: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one for key, one in record.items()}
            try:
                yield Reason(kind, **listed)
            except TypeError as error:
                expected = "where, line, becomes, operators and why"
                raise BadReason(f"{path_of(file).name}: {error}; expected {expected}") from error


def reason_of(mutant: Mutant, its: Sequence[Reason]) -> Reason | None:
    """The first that explains it."""
    return next((reason for reason in its if reason.explains(mutant)), None)


def faults(file: str, made: Sequence[Mutant]) -> Iterator[tuple[Reason, str]]:
    """The records of a file that explain nothing, each with what is wrong, whatever claims say. Raises BadReason.

    made: the mutants of the file.
    """
    promised, its = _words(course().root / PAGE), reasons(file)
    for reason in its:
        explained = [mutant for mutant in made if reason.explains(mutant)]
        seen = {word for one in explained for word in (one.becomes, one.operator)}
        for word in sorted({*reason.becomes, *reason.operators} - seen):
            yield reason, f"there is no such mutant: {word!r}"
        if not explained:
            yield reason, "it explains no mutant"
        for mutant in explained:
            if reason_of(mutant, its) is not reason:
                yield reason, f"it is explained twice: {mutant.becomes!r}"
        if reason.kind == "allowed" and " ".join(reason.why.split()) not in promised:
            yield reason, f"the contract does not say so: {reason.why!r}"


def _words(page: Path) -> str:
    """A page on one line; none where the course has none."""
    return " ".join(page.read_text(encoding="utf-8").split()) if page.is_file() else ""
