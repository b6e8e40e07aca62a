"""Tries the answers, the skeleton and every slip by the claims, in forked processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import SystemRandom
from typing import TypeAlias

from harness.case import Implementation
from harness.course import course
from harness.draw.recorder import Recorder
from harness.draw.replayable import Cached
from harness.draw.suite import Claim
from harness.judge.dependencies import replaceable
from harness.judge.naming import Bank
from harness.judge.slips import Slip
from harness.proof.claims import ByTodo, Proof
from harness.proof.slips.matrix import Cell, Matrix, Row
from harness.proof.slips.plan import Effort, Job, at_home, planned, together
from harness.proof.trial import Found, tried, tried_wholly
from harness.proof.workers import forked
from harness.run.in_process import InProcess


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


_Done: TypeAlias = list[dict[int, tuple[Found, ...]]]


def diagonal(proof: Proof, bank: Sequence[Slip], seed: int, processes: int) -> Matrix:
    """Each slip at its own TODO, up to the first claim that it breaks."""

    def work(jobs: tuple[Job, ...]) -> _Done:
        return [_tried_at_home(job, seed) for job in jobs]

    jobs = [Job(proof.answers, slip, at_home(proof, slip)) for slip in bank]
    return _matrix(proof, bank, forked(work, together(jobs), processes), whole=False)


def full(
    proof: Proof,
    bank: Sequence[Slip],
    seed: int,
    processes: int,
    effort: Effort = "sampled",
    known: Sequence[Slip] | None = None,
    one_in: int = 1,
) -> Matrix:
    """The answers and the skeleton at every TODO, and each slip at its own, where it is named, and at others.

    A slip in a class that stand-ins replace gives at a later TODO what the answers give over these. So the answers are
    tried over them too, and where slips are sampled, most of them are not tried there.
    known: the slips by which a mistake is named; those beside the answers where none are given. one_in: of so many
    slips, one is tried, by chance.
    """

    def work(jobs: tuple[Job, ...]) -> _Done:
        names = SharedBank(proof.answers, known)
        return [_tried_everywhere(proof, job, seed, names) for job in jobs]

    jobs = [Job(proof.answers, None, _not_held_yet(proof)), Job(proof.skeleton, None, proof.claims)]
    some = SystemRandom().sample(bank, -(-len(bank) // one_in)) if one_in > 1 else bank
    jobs += planned(proof, some, effort)
    found = _matrix(proof, some, forked(work, together(jobs), processes), whole=True)
    if effort == "exhaustive":
        return found
    found = replace(found, sampled=frozenset(one.name for one in _each(proof) if one.takes_long))
    return _each_claim_catching(found, proof, bank, seed, processes)


def _each_claim_catching(found: Matrix, proof: Proof, bank: Sequence[Slip], seed: int, processes: int) -> Matrix:
    """Where a claim was seen to catch no slip, it tries those that it has not seen, up to the first that it catches."""
    rows = {row.slip: row for row in found.slips}

    def work(claim: Claim) -> tuple[Slip, Found] | None:
        for slip in SystemRandom().sample(bank, len(bank)):
            seen = slip in rows and rows[slip].own.tells_of(claim.name)
            if claim in at_home(proof, slip).get(claim.todo.number, ()) and not seen:
                (one,) = tried(_over(proof.answers, slip), [claim], seed)
                if one.verdict == "broken":
                    return slip, one
        return None

    idle = [claim for claim in _each(proof) if claim.name not in found.sampled and not found.caught_by(claim.name)]
    caught = [one for _, one in forked(work, idle, processes) if one]
    for slip, one in caught:
        found = found.adding(slip, one) if slip in rows else replace(found, busy=found.busy | {one.claim})
    return found


def _not_held_yet(proof: Proof) -> ByTodo:
    """The claims that the answers have not held while their draws were made known."""
    return {number: tuple(one for one in its if not one.check.draws) for number, its in proof.claims.items()}


def _each(proof: Proof) -> Iterator[Claim]:
    return (claim for its_claims in proof.claims.values() for claim in its_claims)


def _tried_everywhere(proof: Proof, job: Job, seed: int, names: Bank) -> dict[int, tuple[Found, ...]]:
    impl, found = _over(job.folder, job.slip), dict[int, tuple[Found, ...]]()
    for number, its_claims in job.claims.items():
        if job.slip and number == job.slip.todo.number:
            found[number] = tuple(tried_wholly(impl, its_claims, seed, names, job.named, job.until_rare))
            if not Cell(found[number]).caught_by:
                left = [claim for claim in at_home(proof, job.slip)[number] if claim not in its_claims]
                found[number] += tuple(tried_wholly(impl, left, seed, names, job.named))
        else:
            found[number] = tuple(tried(impl, its_claims, seed))
        if not job.slip and (classes := replaceable(impl.impl, course().todo(number))):
            found[number] += tuple(tried(impl.over(classes), proof.claims[number], seed))
    return found


def _over(folder: Path, slip: Slip | None) -> Recorder:
    return Recorder(slip.over(folder) if slip else InProcess(folder))


def _tried_at_home(job: Job, seed: int) -> dict[int, tuple[Found, ...]]:
    impl = _over(job.folder, job.slip)
    return {number: tuple(_up_to_the_first(impl, _likely_first(job, its), seed)) for number, its in job.claims.items()}


def _likely_first(job: Job, its_claims: Sequence[Claim]) -> list[Claim]:
    """Claims that compare, but where numbers are right; those that train or race come last."""
    compares = job.slip is None or job.slip.kind not in ("state", "cost")
    return sorted(its_claims, key=lambda claim: (claim.takes_long, claim.compares != compares))


def _up_to_the_first(impl: Recorder, its_claims: Sequence[Claim], seed: int) -> Iterator[Found]:
    for one in tried(impl, its_claims, seed):
        yield one
        if one.verdict == "broken":
            return


def _matrix(proof: Proof, bank: Sequence[Slip], done: Iterable[tuple[tuple[Job, ...], _Done]], whole: bool) -> Matrix:
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
