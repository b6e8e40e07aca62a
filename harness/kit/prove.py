"""Whether the kit catches what the live tests catch: each slip, put into it as a student's file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness.draw.recorder import Recorder
from harness.draw.suite import Claim, claims
from harness.judge.judge import Judgement, judge
from harness.judge.recorded import RecordedAnswers
from harness.judge.slips import Slip
from harness.kit.contents import RECORDING
from harness.proof.slips.matrix import Cell, Row
from harness.proof.trial import Found
from harness.proof.workers import forked


@dataclass(frozen=True)
class Kit:
    """A kit that has been built: its recording, and its claims."""

    answers: RecordedAnswers
    claims: Mapping[int, tuple[Claim, ...]]

    @classmethod
    def of(cls, folder: Path) -> Kit:
        answers = RecordedAnswers(folder / RECORDING)
        return cls(answers, claims(folder / "tests", answers.reference))

    def tried(self, slip: Slip, answers: Path) -> Row:
        """A student's files that are the answers, but for this slip.

        A claim that takes long is asked where no other breaks.
        """
        impl, found = Recorder(slip.over(answers)), list[Found]()
        for claim in sorted(self.claims[slip.todo.number], key=lambda claim: claim.takes_long):
            if claim.takes_long and any(one.verdict == "broken" for one in found):
                break
            judged = self._judged(claim, impl)
            found.append(Found(claim.name, judged.verdict, judged.said, judged.drawn, judged.slip))
        return Row(f"{slip.file}, {slip.title}", replace(slip, edits=()), {slip.todo.number: Cell(tuple(found))})

    def _judged(self, claim: Claim, impl: Recorder) -> Judgement:
        given = dict(claim.check.arguments)
        if "opponent" in given:
            given["opponent"] = self.answers.rival(impl)
        check = self.answers.known(replace(claim.check, arguments=given, seed=0), claim.todo)
        return judge(check, impl, claim.todo, self.answers.bank, shrinking=0.0)


def tried(kit: Kit, bank: Sequence[Slip], answers: Path, processes: int) -> Iterator[Row]:
    """Each slip, and what the kit says of it."""
    return (found for _, found in forked(lambda slip: kit.tried(slip, answers), bank, processes))
