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
from harness.judge.naming import Bank, Names
from harness.judge.slips import Slip
from harness.proof import subset
from harness.proof.claims import ByTodo, Proof
from harness.proof.slips.matrix import Cell, Matrix, Row
from harness.proof.slips.plan import Effort, Job, at_home, over, planned, together
from harness.proof.trial import Found, first_broken, tried, tried_wholly
from harness.proof.workers import forked


class SharedBank(Bank):
    """A bank that asks each slip once for the outcome of a case, as all slips of a class are put the same ones."""

    def __init__(self, known: Sequence[Slip] | None = None) -> None:
        super().__init__(course().answers, known)
        self._cached: dict[tuple[Slip, tuple[str, ...]], Implementation] = {}

    def implementation(self, slip: Slip, replaced: Sequence[str]) -> Implementation:
        key = slip, tuple(replaced)
        if key not in self._cached:
            self._cached[key] = Cached(super().implementation(slip, replaced))
        return self._cached[key]


_Done: TypeAlias = list[dict[int, tuple[Found, ...]]]


def diagonal(
    proof: Proof, bank: Sequence[Slip], seed: int, processes: int, known: Sequence[Slip] | None = None
) -> Matrix:
    """Each slip at its own TODO, up to the first claim that it breaks. known: the slips by which it is named there."""

    def work(jobs: tuple[Job, ...]) -> _Done:
        names = SharedBank(known) if known else None
        return [_tried_at_home(job, seed, names) for job in jobs]

    jobs = [Job(slip, at_home(proof, slip)) for slip in bank]
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
        names = SharedBank(known)
        return [_tried_everywhere(proof, job, seed, names) for job in jobs]

    sample = subset.one_in(one_in, bank)
    jobs = [Job(course().answers, _not_held_yet(proof)), Job(_skeleton(), proof.claims)]
    jobs += planned(proof, sample, effort)
    found = _matrix(proof, sample, forked(work, together(jobs), processes), whole=True)
    if effort == "exhaustive":
        return found
    found = replace(found, sampled=frozenset(one.name for one in proof.each if one.takes_long))
    idle = [claim for claim in proof.each if claim.name not in found.sampled and not found.caught_by(claim.name)]
    return replace(found, busy=catching(idle, found, proof, bank, seed, processes))


def catching(
    claims: Sequence[Claim], found: Matrix, proof: Proof, bank: Sequence[Slip], seed: int, processes: int
) -> frozenset[str]:
    """The claims that catch a slip, up to the first, in a random order, among those which have not met them yet."""
    rows = {row.slip: row.own for row in found.slips}

    def work(claim: Claim) -> bool:
        own = [slip for slip in bank if claim in at_home(proof, slip).get(claim.todo.number, ())]
        left = [slip for slip in own if not (slip in rows and rows[slip].tells_of(claim.name))]
        in_turn = SystemRandom().sample(left, len(left))
        if claim.takes_long:  # a race is lost by what costs too much
            in_turn.sort(key=lambda slip: slip.kind != "cost")
        return any(first_broken(over(slip), [claim], seed) for slip in in_turn)

    return frozenset(claim.name for claim, catches in forked(work, claims, processes) if catches)


def _skeleton() -> Path:
    return course().root / "student"


def _not_held_yet(proof: Proof) -> ByTodo:
    """The claims that the answers have not held while their draws were made known."""
    return {number: tuple(one for one in its if not one.check.draws) for number, its in proof.claims.items()}


def _tried_everywhere(proof: Proof, job: Job, seed: int, names: Bank) -> dict[int, tuple[Found, ...]]:
    impl, found = job.impl, dict[int, tuple[Found, ...]]()
    slip = job.what if isinstance(job.what, Slip) else None
    for number, its_claims in job.claims.items():
        if slip and number == slip.todo.number:
            found[number] = tuple(tried_wholly(impl, its_claims, seed, names, job.named, job.until_rare))
            if not Cell(found[number]).caught_by:
                left = [claim for claim in at_home(proof, slip)[number] if claim not in its_claims]
                found[number] += tuple(tried_wholly(impl, left, seed, names, job.named))
        else:
            found[number] = tuple(tried(impl, its_claims, seed))
        if not slip and (classes := replaceable(impl.impl, course().todo(number))):
            found[number] += tuple(tried(impl.over(classes), proof.claims[number], seed))
    return found


def _tried_at_home(job: Job, seed: int, names: Names | None) -> dict[int, tuple[Found, ...]]:
    impl = job.impl
    return {
        number: tuple(_up_to_the_first(impl, _likely_first(job, its), seed, names))
        for number, its in job.claims.items()
    }


def _likely_first(job: Job, its_claims: Sequence[Claim]) -> list[Claim]:
    """Claims that compare, but where numbers are right; those that train or race come last."""
    compares = not isinstance(job.what, Slip) or job.what.kind not in ("state", "cost")
    return sorted(its_claims, key=lambda claim: (claim.takes_long, claim.compares != compares))


def _up_to_the_first(impl: Recorder, its_claims: Sequence[Claim], seed: int, names: Names | None) -> Iterator[Found]:
    for one in tried(impl, its_claims, seed, names=names):
        yield one
        if one.verdict == "broken":
            return


def _matrix(proof: Proof, bank: Sequence[Slip], done: Iterable[tuple[tuple[Job, ...], _Done]], whole: bool) -> Matrix:
    found = {job.what: by_todo for jobs, all_of_them in done for job, by_todo in zip(jobs, all_of_them)}

    def row(name: str, what: Slip | Path) -> Row:
        cells = {number: Cell(found.get(what, {}).get(number)) for number in proof.claims}
        return Row(name, what if isinstance(what, Slip) else None, cells)

    return Matrix(
        answers=row("the answers", course().answers),
        skeleton=row("the skeleton", _skeleton()),
        slips=tuple(row(f"{slip.class_name}: {slip.label}", slip) for slip in bank),
        claims={n: tuple(claim.name for claim in its_claims) for n, its_claims in proof.claims.items()},
        whole=whole,
    )
