"""Tries the answers, the skeleton and every slip by the claims, in forked processes."""

from __future__ import annotations

import contextlib
import io
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import SystemRandom
from typing import TypeAlias

from harness.case import Implementation, NeverRuns, Refuted
from harness.draw.recorder import Recorder
from harness.draw.replayable import Cached, make_replayable
from harness.draw.suite import Claim, claims
from harness.judge.naming import Bank
from harness.judge.slips import Slip
from harness.proof.matrix import Cell, Matrix, Row
from harness.proof.trial import Found, tried, tried_wholly
from harness.proof.workers import forked
from harness.run.in_process import InProcess

TOGETHER = 9  # slips that a process tries
NAMED = 2  # of the claims that a slip breaks, the first and one by chance, name it
LONG_ONE_IN = 3  # of the slips that an exact claim catches, so many are also tried by the claims that train or race


class NotHeld(Exception):
    """The answers are wrong, or a claim is: there is nothing to hold slips against."""


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

    @classmethod
    def replaying(cls, root: Path, seed: int) -> Proof:
        """Load the claims of a checkout, and put those that don't race to the answers: what they draw is known.

        Raises NotHeld where an answer does not hold a claim.
        """
        answers = root / "reference"
        found, imported = dict(claims(root / "tests", InProcess(answers))), {}
        for number, its_claims in found.items():
            impl = InProcess(answers)
            try:
                found[number] = make_replayable(its_claims, impl, seed)
            except (AssertionError, NeverRuns, Refuted) as error:
                raise NotHeld(f"the answers do not hold TODO {number}, see pytest --impl=reference: {error}") from error
            imported[number] = modules(impl)
        return cls(answers, root / "student", found, imported)

    def reached_by(self, file: str) -> tuple[int, ...]:
        """The TODOs whose claims run a file of the answers. No other verdict can depend on it."""
        return tuple(number for number, files in self.imported.items() if file in files)


def _imported(answers: Path, its_claims: Sequence[Claim]) -> frozenset[str]:
    impl = InProcess(answers)
    with contextlib.redirect_stdout(io.StringIO()):
        for claim in its_claims:
            replace(claim.check, seed=0).first_examples(Recorder(impl), 2)
    return modules(impl)


def modules(impl: InProcess) -> frozenset[str]:
    """The files that it has imported."""
    prefix = impl.package.name + "."
    return frozenset(name.removeprefix(prefix) for name in sys.modules if name.startswith(prefix))


class SharedBank(Bank):
    """A bank that asks each slip once for the outcome of a case, as all slips of a class are put the same ones."""

    def __init__(self, answers: Path, known: Sequence[Slip] | None = None) -> None:
        super().__init__(answers, known)
        self._cached: dict[tuple[Slip, tuple[str, ...]], Implementation] = {}

    def implementation(self, slip: Slip, replaced: Sequence[str]) -> Implementation:
        key = slip, tuple(replaced)
        if key not in self._cached:
            self._cached[key] = Cached(super().implementation(slip, replaced))
        return self._cached[key]


@dataclass(frozen=True)
class _Job:
    """One implementation at some TODOs; `slip` is None for the answers and for the skeleton."""

    folder: Path
    slip: Slip | None
    todos: tuple[int, ...]


_Done: TypeAlias = list[dict[int, tuple[Found, ...]]]


def diagonal(proof: Proof, bank: Sequence[Slip], seed: int, processes: int) -> Matrix:
    """Each slip at its own TODO, up to the first claim that it breaks."""

    def work(jobs: tuple[_Job, ...]) -> _Done:
        return [
            {number: tuple(_up_to_the_first(_implementation(job), proof.claims[number], seed)) for number in job.todos}
            for job in jobs
        ]

    jobs = [_Job(proof.answers, slip, (slip.todo.number,)) for slip in bank]
    return _matrix(proof, bank, forked(work, _together(jobs), processes), whole=False)


def full(
    proof: Proof,
    bank: Sequence[Slip],
    seed: int,
    processes: int,
    exhaustive: bool = False,
    known: Sequence[Slip] | None = None,
) -> Matrix:
    """The answers, the skeleton and each slip at every TODO; at its own, a slip is named, and all draws are run.

    exhaustive: also where the slip is never imported, by each claim that breaks, and by all that train or race.
    known: the slips by which a mistake is named; those beside the answers where none are given.
    """

    def work(jobs: tuple[_Job, ...]) -> _Done:
        names = SharedBank(proof.answers, known)
        most_named = None if exhaustive else NAMED
        chance = SystemRandom()
        return [
            _tried_everywhere(proof, job, seed, names, most_named, exhaustive or not chance.randrange(LONG_ONE_IN))
            for job in jobs
        ]

    everywhere = tuple(proof.claims)
    jobs = [_Job(folder, None, everywhere) for folder in (proof.answers, proof.skeleton)]
    jobs += [_Job(proof.answers, slip, everywhere if exhaustive else proof.reached_by(slip.file)) for slip in bank]
    found = _matrix(proof, bank, forked(work, _together(jobs), processes), whole=True)
    long = {claim.name for its_claims in proof.claims.values() for claim in its_claims if claim.takes_long}
    return found if exhaustive else replace(found, sampled=frozenset(long))


def _together(jobs: Sequence[_Job]) -> list[tuple[_Job, ...]]:
    """The slips of a class, TOGETHER in one process; those of large classes first."""
    by_class: dict[str, list[_Job]] = defaultdict(list)
    for job in jobs:
        by_class[job.slip.class_name if job.slip else str(job.folder)].append(job)
    classes = sorted(by_class.values(), key=len, reverse=True)
    return [tuple(of_class[i : i + TOGETHER]) for of_class in classes for i in range(0, len(of_class), TOGETHER)]


def _tried_everywhere(
    proof: Proof, job: _Job, seed: int, names: Bank, most_named: int | None, by_long_ones: bool
) -> dict[int, tuple[Found, ...]]:
    """by_long_ones: also by the claims that train or race; they try a slip that no other catches in any case."""
    impl, found = _implementation(job), dict[int, tuple[Found, ...]]()
    for number in job.todos:
        own = job.slip is not None and number == job.slip.todo.number
        exact, long = _parted(proof.claims[number])
        found[number] = _found(impl, exact, seed, names, most_named, own)
        if job.slip is None or by_long_ones or (own and not Cell(found[number]).caught_by):
            found[number] += _found(impl, long, seed, names, most_named, own)
    return found


def _parted(its_claims: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Those that are quick, and those that train or race."""
    quick = [claim for claim in its_claims if not claim.takes_long]
    return quick, [claim for claim in its_claims if claim.takes_long]


def _found(
    impl: Recorder, its_claims: Sequence[Claim], seed: int, names: Bank, most_named: int | None, own: bool
) -> tuple[Found, ...]:
    return tuple(tried_wholly(impl, its_claims, seed, names, most_named) if own else tried(impl, its_claims, seed))


def _implementation(job: _Job) -> Recorder:
    return Recorder(job.slip.over(job.folder) if job.slip else InProcess(job.folder))


def _up_to_the_first(impl: Recorder, its_claims: Sequence[Claim], seed: int) -> list[Found]:
    """Claims that compare come first: most mistakes die of them."""
    found: list[Found] = []
    for one in tried(impl, sorted(its_claims, key=lambda claim: not claim.compares), seed):
        found.append(one)
        if one.verdict == "broken":
            break
    return found


def _matrix(proof: Proof, bank: Sequence[Slip], done: Iterable[tuple[tuple[_Job, ...], _Done]], whole: bool) -> Matrix:
    found = {(job.folder, job.slip): by_todo for jobs, all_of_them in done for job, by_todo in zip(jobs, all_of_them)}

    def row(name: str, folder: Path, slip: Slip | None) -> Row:
        by_todo = found.get((folder, slip), {})
        return Row(name, slip, {number: Cell(by_todo.get(number)) for number in proof.claims})

    return Matrix(
        answers=row("the answers", proof.answers, None),
        skeleton=row("the skeleton", proof.skeleton, None),
        slips=tuple(row(f"{slip.class_name}: {slip.label}", proof.answers, slip) for slip in bank),
        claims={n: tuple(claim.name for claim in its_claims) for n, its_claims in proof.claims.items()},
        whole=whole,
    )
