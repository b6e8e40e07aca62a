"""Tries mutants by the claims of their own TODO, in forked processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.course import Todo, course
from harness.draw.recorder import Recorder
from harness.draw.replayable import make_replayable
from harness.draw.suite import Claim, claims_of
from harness.load.files import files_of
from harness.proof.mutants.make import Mutant, mutants
from harness.proof.trial import first_broken
from harness.proof.workers import forked
from harness.run.in_process import InProcess

TOGETHER = 20  # mutants that a process tries


@dataclass(frozen=True)
class Tried:
    """A mutant, and the first claim that it breaks; none where it survives."""

    mutant: Mutant
    file: str
    killed_by: str


def mutants_of(todo: Todo, only: str = "") -> list[tuple[str, Mutant]]:
    """Those of each file of a TODO with a text in its name."""
    files = [file for file in todo.files if only in file]
    return [(file, mutant) for file in files for mutant in mutants(files_of(course().answers).sources[file])]


def over(file: str, mutant: Mutant) -> InProcess:
    """The answers with a mutant in them."""
    return InProcess(course().answers, files=files_of(course().answers).changed({file: mutant.source}))


def held(todo: Todo, seed: int) -> list[Claim]:
    """Its claims with their draws known: those that compare first, those that train or race last."""
    impl = InProcess(course().answers)
    found = make_replayable(claims_of(todo, course().root / "tests", impl), impl, seed)
    return sorted(found, key=lambda claim: (claim.takes_long, not claim.compares))


def tried(
    claims: Sequence[Claim], some: Sequence[tuple[str, Mutant]], seed: int, processes: int
) -> Iterator[Tried]:
    """Each mutant, up to the first claim that it breaks."""

    def work(part: Sequence[tuple[str, Mutant]]) -> list[Tried]:
        return [_tried(file, mutant) for file, mutant in part]

    def _tried(file: str, mutant: Mutant) -> Tried:
        broken = first_broken(Recorder(over(file, mutant)), claims, seed)
        return Tried(mutant, file, broken.claim if broken else "")

    parts = [some[i : i + TOGETHER] for i in range(0, len(some), TOGETHER)]
    for _, found in forked(work, parts, processes):
        yield from found
