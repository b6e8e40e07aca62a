"""One implementation, tried by the claims of one TODO."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spec.judge import judge
from spec.results import Verdict
from spec.suite import Claim
from spec.witness import Witness


@dataclass(frozen=True)
class Found:
    """What became of a claim: its verdict, and the drawn examples that it took."""

    claim: str
    verdict: Verdict
    message: str
    drawn: int


def tried(impl: Witness, claims: Sequence[Claim], seed: int, examples: int | None = None) -> Iterator[Found]:
    """Each claim's verdict, one after another; nothing is shrunk. `examples` bounds those drawn for a claim."""
    for claim in claims:
        judgement = judge(replace(claim.check, seed=seed, examples=examples), impl, claim.todo, shrinking=0.0)
        yield Found(claim.name, judgement.verdict, judgement.said, judgement.drawn)
