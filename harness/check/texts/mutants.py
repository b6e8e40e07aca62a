"""Each reason why a mutant survives is one of a mutant that there is, and in the contract where it says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harness.check.finding import Finding
from harness.check.scope import Scope
from harness.proof.mutants.explained import BadReason, Reason, faults, path_of
from harness.proof.mutants.prove import mutants_of

REMEDY = "delete the record, or let it say what the answer and the contract say now"


def findings(scope: Scope) -> Iterator[Finding]:
    for file in scope.files:
        if path_of(file).is_file():
            yield from _of(file)


def _of(file: str) -> Iterator[Finding]:
    path = path_of(file)
    try:
        yield from (Finding(path, _line(path, reason), what, REMEDY) for reason, what in faults(file, mutants_of(file)))
    except BadReason as error:
        yield Finding(path, 1, str(error), "write where, line, becomes or operators, and why")


def _line(path: Path, reason: Reason) -> int:
    """That of its first words."""
    words = reason.why.split("\n")[0]
    return next((n for n, line in enumerate(path.read_text("utf-8").splitlines(), start=1) if words in line), 1)
