"""Tries the answers, the skeleton and every slip by the claims, in forked processes."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from proof.matrix import Cell, Matrix, Row
from proof.trial import Found, tried
from proof.workers import forked
from spec.ladder import LADDER
from spec.run import InProcess
from spec.slips import Slip
from spec.suite import Claim, claims
from spec.witness import Witness


@dataclass(frozen=True)
class Proof:
    """What there is to prove: the claims of each TODO, and the files of the answers that they import."""

    answers: Path
    skeleton: Path
    claims: Mapping[int, tuple[Claim, ...]]
    imported: Mapping[int, frozenset[str]]

    @classmethod
    def of(cls, root: Path) -> Proof:
        """Load the claims of a checkout, and warm them up by two examples each over the answers."""
        answers = root / "reference"
        found = claims(root / "tests", InProcess(answers))
        return cls(answers, root / "student", found, {number: _imported(answers, found[number]) for number in found})

    def reached_by(self, file: str) -> tuple[int, ...]:
        """The TODOs whose claims run a file of the answers. No other verdict can depend on it."""
        return tuple(number for number, files in self.imported.items() if file in files)


def _imported(answers: Path, its_claims: Sequence[Claim]) -> frozenset[str]:
    impl = InProcess(answers)
    with contextlib.redirect_stdout(io.StringIO()):
        for claim in its_claims:
            replace(claim.check, seed=0).first_examples(Witness(impl), 2)
    prefix = impl.package.name + "."
    return frozenset(name.removeprefix(prefix) for name in sys.modules if name.startswith(prefix))


@dataclass(frozen=True)
class _Job:
    """One implementation at one TODO; `slip` is None for the answers and for the skeleton."""

    folder: Path
    slip: Slip | None
    todo: int


def diagonal(proof: Proof, bank: Sequence[Slip], seed: int, processes: int) -> Matrix:
    """Each slip at its own TODO, up to the first claim that it breaks."""
    jobs = [_Job(proof.answers, slip, slip.todo.number) for slip in bank]
    return _matrix(proof, bank, jobs, seed, processes, to_the_end=False)


def full(proof: Proof, bank: Sequence[Slip], seed: int, processes: int, exhaustive: bool = False) -> Matrix:
    """The answers, the skeleton and each slip at every TODO; `exhaustive`: also where the slip is never imported."""
    everywhere = tuple(todo.number for todo in LADDER)
    jobs = [_Job(folder, None, n) for folder in (proof.answers, proof.skeleton) for n in everywhere]
    for slip in bank:
        jobs += [_Job(proof.answers, slip, n) for n in (everywhere if exhaustive else proof.reached_by(slip.file))]
    return _matrix(proof, bank, jobs, seed, processes, to_the_end=True)


def _matrix(
    proof: Proof, bank: Sequence[Slip], jobs: Sequence[_Job], seed: int, processes: int, to_the_end: bool
) -> Matrix:
    done = dict(forked(_worker(proof, seed, to_the_end), jobs, processes))

    def row(name: str, folder: Path, slip: Slip | None) -> Row:
        found = {n: done.get(_Job(folder, slip, n)) for n in proof.claims}
        return Row(name, slip, {n: Cell(found[n]) for n in found})

    return Matrix(
        answers=row("the answers", proof.answers, None),
        skeleton=row("the skeleton", proof.skeleton, None),
        slips=tuple(row(f"{slip.class_name}: {slip.title}", proof.answers, slip) for slip in bank),
        claims={n: tuple(claim.name for claim in its_claims) for n, its_claims in proof.claims.items()},
        whole=to_the_end,
    )


def _worker(proof: Proof, seed: int, to_the_end: bool) -> Callable[[_Job], tuple[Found, ...]]:
    def work(job: _Job) -> tuple[Found, ...]:
        impl = job.slip.over(job.folder) if job.slip else InProcess(job.folder)
        found: list[Found] = []
        comparisons_first = sorted(proof.claims[job.todo], key=lambda claim: not claim.compares)
        for one in tried(Witness(impl), comparisons_first, seed):
            found.append(one)
            if one.verdict == "broken" and not to_the_end:
                break
        return tuple(found)

    return work
