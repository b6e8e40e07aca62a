"""Holds a submission to the claims of tests/."""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.case import Case
from harness.compare.bench import Bench, Measurement
from harness.course import Todo, course
from harness.draw.check import Check
from harness.draw.example import Examples, Failure
from harness.draw.recorder import Recorder
from harness.draw.replayable import make_replayable
from harness.draw.suite import Claim, claims
from harness.grading.audit import contradiction
from harness.grading.intake import Submission
from harness.grading.judged import Judged
from harness.grading.sandbox.isolated import AUDIT_SECONDS, NAMING_SECONDS, PATIENCE, Isolated, Session
from harness.grading.sandbox.worker import Zygote
from harness.judge.dependencies import replaceable
from harness.judge.faults import Diagnosis
from harness.judge.judge import Judgement, judge
from harness.judge.naming import Bank, Names
from harness.load.files import Files, files_of
from harness.run.in_process import InProcess
from harness.tell import results

FIRST_SHRINKING = 1.0  # CPU seconds for a smaller case: the first broken claim of a TODO is read
FURTHER_SHRINKING = 0.1
SLOW = 60.0  # seconds: the mistakes of what takes longer are not named


@dataclass(frozen=True)
class InTime:
    """Names mistakes, and waits only so long for what a submission answers meanwhile."""

    bank: Names
    session: Session

    def diagnose(self, check: Check, failure: Failure, impl: Recorder, todo: Todo, examples: Examples) -> Diagnosis:
        self.session.leave(NAMING_SECONDS)
        return self.bank.diagnose(check, failure, impl, todo, examples)


@dataclass
class Grader:
    """The claims, the answers that they compare with, and the known mistakes."""

    claims: dict[int, tuple[Claim, ...]]
    bank: Bank
    reference: InProcess
    answers: Files
    drawn: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, root: Path) -> Grader:
        """That of a checkout."""
        answers = root / "reference"
        reference = InProcess(answers)
        return cls(dict(claims(root / "tests", reference)), Bank(answers), reference, files_of(answers))

    def draw(self, todo: Todo, seed: int) -> None:
        """Know the draws of a seed for this TODO from now on, which pays where several submissions are graded."""
        self.claims[todo.number] = make_replayable(self.claims[todo.number], self.reference, seed)
        self.drawn.add(todo.number)

    def judge(self, submission: Submission, todo: Todo, zygote: Zygote, seed: int, left: float) -> Judged:
        """What becomes of the claims of one TODO. left: the seconds that the submission may still run or sleep.

        Raises what went wrong in the grader itself.
        """
        provided = {file: self.answers.sources[file] for file in course().provided}
        session = Session(zygote, submission.files.changed(provided), left)
        claims, speedup = list[results.Claim](), None
        try:
            for claim, judgement, seconds, subject in self._judged(todo, session, seed):
                told = judgement.told(
                    name=claim.name,
                    sentence=claim.check.claim.__doc__,
                    seconds=seconds,
                    seed=str(seed),
                    replay=f"pytest tests/test_{todo.number}.py::{claim.name}",
                    planned=len(self.claims[todo.number]),
                )
                claims.append(replace(told, subject=subject))
                speedup = _speedup(claim, judgement) or speedup
        finally:
            session.end_claim()
        suspicions = tuple(said for said in session.audited.values() if said)
        return Judged(tuple(claims), session.printed, session.in_all, speedup, suspicions)

    def _judged(self, todo: Todo, session: Session, seed: int) -> Iterator[tuple[Claim, Judgement, float, str]]:
        """Each claim of a TODO with its verdict, its seconds and its subject. A mistake is named once. The counts of
        what is wrong already are not doubted."""
        broken, named = False, False
        opponents = Session(session.zygote, self.answers)
        for claim in self.claims[todo.number]:
            started, opponent, recorder = time.monotonic(), Isolated(opponents), Recorder(Isolated(session))
            with contextlib.redirect_stdout(io.StringIO()):  # claims print figures
                judgement = judge(
                    _put(claim.check, seed, opponent),
                    recorder,
                    todo,
                    None if named or session.in_all > SLOW else InTime(self.bank, session),
                    FURTHER_SHRINKING if broken else FIRST_SHRINKING,
                )
            if judgement.fault is not None:
                raise judgement.fault
            if judgement.verdict == "held" and not broken:
                self._audit(claim, session, opponents, seed)
            if judgement.verdict == "broken" and session.in_claim > PATIENCE:
                session.give_up(todo.classes)
            for each in (session, opponents):
                each.end_claim()
                if each.fault is not None:
                    raise each.fault
            broken, named = broken or judgement.verdict == "broken", named or judgement.slip is not None
            yield claim, judgement, time.monotonic() - started, subject_of(todo, recorder.asked)

    def _audit(self, claim: Claim, session: Session, opponents: Session, seed: int) -> None:
        """Ask the clock once for each class whether the counts of a claim about cost can be true."""
        measurement = _measurement(claim)
        if measurement is None or measurement.race is not None or measurement.subject in session.audited:
            return
        session.leave(AUDIT_SECONDS)
        impl = Isolated(session)
        impls = impl, impl.over(replaceable(impl, claim.todo))
        session.audited[measurement.subject] = contradiction(impls, Isolated(opponents), measurement.subject, seed)


def _put(check: Check, seed: int, opponent: Isolated) -> Check:
    """The check with the run's own draws; what the submission races against runs as it does, in a worker of its own."""
    arguments = {name: opponent if name == "opponent" else given for name, given in check.arguments.items()}
    return replace(check, seed=seed, arguments=arguments)


def subject_of(todo: Todo, asked: Sequence[Case]) -> str:
    """The class that a claim is about: the first of its TODO that it has built, or else the TODO's first."""
    built = (part.name for case in asked for part in case.build.parts)
    return next((name for name in built if name in todo.classes), todo.classes[0])


def _speedup(claim: Claim, judgement: Judgement) -> float | None:
    """How many times as fast as its rival the class of the leaderboard is, where the claim about that holds."""
    measurement = _measurement(claim)
    leaderboard = course().leaderboard
    if measurement is None or measurement.race is None or leaderboard is None or measurement.subject != leaderboard[0]:
        return None
    return measurement.race.ratio if judgement.verdict == "held" else None


def _measurement(claim: Claim) -> Measurement | None:
    """What a claim about cost has measured."""
    bench = claim.check.arguments.get("bench")
    return bench.measurement if isinstance(bench, Bench) else None
