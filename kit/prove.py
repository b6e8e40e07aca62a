"""Whether the kit catches what the live tests catch: each slip, put into it as a student's file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kit.contents import RECORDING
from proof.names import SHRINKING_SECONDS, Told
from proof.workers import forked
from spec.judge import Judgement, judge
from spec.recorded import RecordedAnswers
from spec.slips import Slip
from spec.suite import Claim, claims
from spec.witness import Witness


@dataclass(frozen=True)
class Kit:
    """A kit that has been built: its recording, and its claims."""

    answers: RecordedAnswers
    claims: Mapping[int, tuple[Claim, ...]]

    @classmethod
    def of(cls, folder: Path) -> Kit:
        answers = RecordedAnswers(folder / RECORDING)
        return cls(answers, claims(folder / "tests", answers.reference))

    def told(self, slip: Slip, answers: Path) -> Told:
        """What a student reads whose files are the answers, but for this slip.

        A claim that takes long is asked where no other breaks.
        """
        impl = Witness(slip.over(answers))
        names: list[tuple[str, Slip | None]] = []
        for claim in sorted(self.claims[slip.todo.number], key=lambda claim: claim.takes_long):
            if claim.takes_long and names:
                break
            verdict = self._judged(claim, impl)
            if verdict.verdict != "held":
                names.append((claim.name, verdict.slip))
        return Told(replace(slip, edits=()), tuple(names))

    def _judged(self, claim: Claim, impl: Witness) -> Judgement:
        given = dict(claim.check.arguments)
        if "opponent" in given:
            given["opponent"] = self.answers.rival(impl)
        check = self.answers.known(replace(claim.check, arguments=given, seed=0), claim.todo)
        return judge(check, impl, claim.todo, self.answers.bank, SHRINKING_SECONDS)


def told(kit: Kit, bank: Sequence[Slip], answers: Path, processes: int) -> Iterator[Told]:
    """Each slip, and what the kit says of it."""
    return (found for _, found in forked(lambda slip: kit.told(slip, answers), bank, processes))
