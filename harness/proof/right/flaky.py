"""How often a right answer fails by chance: the answers and every alternate, with fresh seeds."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb

from harness.course import course
from harness.draw.recorder import Recorder
from harness.draw.suite import Claim
from harness.proof.claims import Proof
from harness.proof.right.alternates import Alternate
from harness.proof.trial import Found, tried
from harness.proof.workers import forked
from harness.run.in_process import InProcess

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Run:
    """One right answer under one seed, by claims that can depend on it; `alternate` is None for the answers."""

    alternate: Alternate | None
    seed: int
    claims: Sequence[Claim]

    @property
    def name(self) -> str:
        return f"{self.alternate.file}: {self.alternate.name}" if self.alternate else "the answers"


def planned(proof: Proof, ways: Sequence[Alternate], seeds: int) -> list[Run]:
    """As many runs of the answers and of each alternate, by all claims that can depend on it."""
    return [fresh(way, _reached(proof, way)) for _ in range(seeds) for way in (None, *ways)]


def fresh(way: Alternate | None, claims: Sequence[Claim]) -> Run:
    """A run under a seed that nobody has seen."""
    return Run(way, secrets.randbelow(2**32), claims)


def _reached(proof: Proof, way: Alternate | None) -> list[Claim]:
    reached = proof.reached_by(way.file) if way else proof.claims
    return [claim for its_claims in reached.values() for claim in its_claims]


def runs(plan: Sequence[Run], examples: int, processes: int) -> Iterator[tuple[Run, tuple[Found, ...]]]:
    """Each run with the claims that did not hold."""

    def work(run: Run) -> tuple[Found, ...]:
        impl = Recorder(run.alternate.over(course().answers) if run.alternate else InProcess(course().answers))
        return tuple(one for one in tried(impl, run.claims, run.seed, examples) if one.verdict != "held")

    return forked(work, plan, processes)


def at_most(what: str, failed: int, of: int) -> str:
    """How often it fails at most, in words."""
    return f"With {CONFIDENCE:.0%} confidence {what} fails less often than once in {1 / upper_bound(failed, of):.0f}."


def upper_bound(failures: int, runs: int, confidence: float = CONFIDENCE) -> float:
    """The largest failure rate that such a result still allows (Clopper and Pearson 1934, one-sided)."""
    if failures >= runs:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(60):
        rate = (low + high) / 2
        at_most = sum(comb(runs, k) * rate**k * (1 - rate) ** (runs - k) for k in range(failures + 1))
        low, high = (rate, high) if at_most > 1 - confidence else (low, rate)
    return high
