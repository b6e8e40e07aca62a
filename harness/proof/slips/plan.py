"""Which claims try a slip: all that can tell something of it, and of most slips no more than the proof needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from typing import Literal, TypeAlias

from harness.course import course
from harness.draw.recorder import Recorder
from harness.judge.dependencies import replaceable
from harness.judge.slips import Slip, slips
from harness.proof.claims import ByTodo, Proof
from harness.run.in_process import InProcess

TOGETHER = 20  # slips that a process tries, at most
Effort: TypeAlias = Literal["sampled", "thorough", "exhaustive"]

THOROUGHLY = 2  # slips of each class, by chance, are tried by all claims that can tell something of them
NAMED = 2  # of the claims that such a slip breaks, the first and one by chance, name it


@dataclass(frozen=True)
class Job:
    """A slip, or a folder such as that of the answers, and the claims that try it.

    named: so many of the claims that a slip breaks name it; None: all do. until_rare: at its own TODO, only up to the
    claim after which it is missed RARELY.
    """

    what: Slip | Path
    claims: ByTodo
    named: int | None = 0
    until_rare: bool = False

    @property
    def impl(self) -> Recorder:
        return over(self.what) if isinstance(self.what, Slip) else Recorder(InProcess(self.what))


def chosen(only: str) -> list[Slip]:
    """The slips of the course with a text in FILE.NAME."""
    return [slip for slip in slips(course().answers / "slips") if only in f"{slip.file}.{slip.name}"]


def over(slip: Slip) -> Recorder:
    """The answers with a slip in them."""
    return Recorder(slip.over(course().answers))


def planned(proof: Proof, bank: Sequence[Slip], effort: Effort) -> list[Job]:
    """sampled: some slips of each class thoroughly, the others quickly. thorough: each by all claims that can tell
    something of it. exhaustive: each by all claims, and named by each that it breaks.
    """
    if effort == "exhaustive":
        return [Job(slip, proof.claims, None) for slip in bank]
    if effort == "thorough":
        return [_thorough(proof, slip) for slip in bank]
    by_class, chance = defaultdict[str, list[Slip]](list), SystemRandom()
    for slip in bank:
        by_class[slip.class_name].append(slip)
    some = {slip for those in by_class.values() for slip in chance.sample(those, min(THOROUGHLY, len(those)))}
    return [_thorough(proof, slip) if slip in some else _quick(proof, slip) for slip in bank]


def _thorough(proof: Proof, slip: Slip) -> Job:
    return Job(slip, proof.reached_by(slip.file), NAMED)


def _quick(proof: Proof, slip: Slip) -> Job:
    """By claims that neither train nor race, until it is surely caught, and not where a stand-in takes its place."""
    impl = InProcess(course().answers)
    quick = {
        number: tuple(claim for claim in its_claims if not claim.takes_long)
        for number, its_claims in proof.reached_by(slip.file).items()
        if slip.class_name not in replaceable(impl, course().todo(number))
    }
    return Job(slip, quick, 1, until_rare=True)


def at_home(proof: Proof, slip: Slip) -> ByTodo:
    """The claims of its own TODO that can tell something of it."""
    own = slip.todo.number
    return {own: proof.reached_by(slip.file).get(own, ())}


def together(jobs: Sequence[Job]) -> list[tuple[Job, ...]]:
    """The slips of a class, as many as TOGETHER in one process; those of large classes first."""
    by_class: dict[str | Path, list[Job]] = defaultdict(list)
    for job in jobs:
        by_class[job.what.class_name if isinstance(job.what, Slip) else job.what].append(job)
    classes = sorted(by_class.values(), key=len, reverse=True)
    parts = [(of_class, -(-len(of_class) // TOGETHER)) for of_class in classes]
    return [tuple(of_class[i::many]) for of_class, many in parts for i in range(many)]
