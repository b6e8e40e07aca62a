"""Whether a mistake is called by its name: each slip, put as a student's file, as the board would tell it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from proof.prove import Proof
from proof.workers import forked
from spec.judge import judge
from spec.naming import Bank
from spec.slips import Slip
from spec.witness import Witness

SHRINKING_SECONDS = 0.2


@dataclass(frozen=True)
class Told:
    """What a student with this slip reads: for each broken claim, in the board's order, the mistake that it names."""

    slip: Slip
    names: tuple[tuple[str, Slip | None], ...]

    @property
    def first(self) -> Slip | None:
        """The name on the board, which shows the first broken claim."""
        return self.names[0][1] if self.names else None

    @property
    def wrong(self) -> tuple[tuple[str, Slip], ...]:
        """The claims that call it by the name of another."""
        return tuple((claim, name) for claim, name in self.names if name is not None and name != self.slip)


def told(proof: Proof, slips: Sequence[Slip], seed: int, processes: int) -> Iterator[Told]:
    """Each slip with the names that it is given."""
    bank = Bank(proof.answers)

    def work(slip: Slip) -> tuple[tuple[str, Slip | None], ...]:
        impl = Witness(slip.over(proof.answers))
        verdicts = (
            (claim.name, judge(replace(claim.check, seed=seed), impl, claim.todo, bank, SHRINKING_SECONDS))
            for claim in proof.claims[slip.todo.number]
        )
        return tuple((claim, verdict.slip) for claim, verdict in verdicts if verdict.verdict == "broken")

    for slip, names in forked(work, slips, processes):
        yield Told(slip, names)
