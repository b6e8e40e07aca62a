"""A submission as an implementation: a case goes to a worker, an outcome comes back, and nothing of it runs here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from torch import Tensor

from harness.case import Case, Error, Outcome
from harness.grading.inside.serve import Answer, Attempt, Calls, Imports, Question
from harness.grading.sandbox.prefetch import Prefetched, requests
from harness.grading.sandbox.size_limits import too_large
from harness.grading.sandbox.stand_ins import stand_ins_for
from harness.grading.sandbox.worker import Lost, Worker, Zygote
from harness.load.files import Files
from harness.load.imports import Import
from harness.run.errors import MOST_FRAMES

HOME = Path.cwd() / "student"  # where its author has these files
CASE_SECONDS = 2.0  # for the smallest case, which takes a thousandth of that
SECONDS_A_NUMBER = 2e-4  # more, for each number that goes in: a right answer may be slow
MOST_CASE_SECONDS = 20.0
CLAIM_SECONDS = 60.0
PATIENCE = 5.0  # with a broken claim
NAMING_SECONDS = 6.0  # more, to find out what its mistake is called
AUDIT_SECONDS = 20.0  # more, to hold what was counted against the clock: a twentieth of that will do
ALL_SECONDS = 300.0
ALL_ASLEEP = 10.0  # of a TODO: nothing that is asked for has anything to wait for
PARSING_SECONDS = 1.0  # for one file, which takes a thousandth of that
ALL_PARSING = 3.0  # of a TODO
MOST_PRINTED = 2**16  # characters that are kept


class GivenUp(NamedTuple):
    """Classes of a submission, with these stand-ins in place of others, or with whichever (None)."""

    names: tuple[str, ...]
    replaced: tuple[str, ...] | None


@dataclass
class Session:
    """What is known of one submission, whichever of its classes are replaced. Of what it said, only bounded text stays.

    left: the seconds that it may still run or sleep. given_up: what ran out of time in an earlier claim, with what
    was said then; it is not tried again. audited: what the clock says against the counts of a class, or nothing.
    fault: what went wrong here, and is nobody's grade. in_claim, in_all: seconds that its workers ran or slept.
    asleep: those that they slept. claim_left: those that they may run or sleep in this claim. parsing: those that
    reading its imports took. slow: it has run out of time over several cases, and gets them one by one. No two of its
    workers live at a time, so that it can't fill the memory of several.
    """

    zygote: Zygote
    files: Files
    left: float = ALL_SECONDS
    given_up: dict[GivenUp, Error] = field(default_factory=dict)
    imported: dict[str, tuple[Import, ...]] = field(default_factory=dict)
    audited: dict[str, str] = field(default_factory=dict)
    printed: str = ""
    fault: Exception | None = None
    _worker: Worker | None = None
    claim_left: float = CLAIM_SECONDS
    in_claim: float = 0.0
    in_all: float = 0.0
    asleep: float = 0.0
    parsing: float = 0.0
    slow: bool = False

    def worker(self, replaced: tuple[str, ...]) -> Worker:
        """A new worker for the claim that is being judged, in the place of an earlier one."""
        self.end_worker()
        self._worker = Worker.forked(self.zygote)
        return self._worker.given(Attempt.at(self.files, replaced))

    def imports(self, file: str) -> tuple[Import, ...]:
        """What a file imports, parsed where a parser that crashes harms nobody; nothing where it takes long."""
        if file not in self.imported:
            self.imported[file] = self._parsed(file) if file in self.files.sources else ()
        return self.imported[file]

    def _parsed(self, file: str) -> tuple[Import, ...]:
        if self.parsing > ALL_PARSING:
            return ()
        self.end_worker()
        worker = Worker.forked(self.zygote)
        try:
            parsed, _ = worker.ask(Attempt.at(self.files, parse=file), Imports, PARSING_SECONDS)
        except Lost:
            return ()
        finally:
            worker.close()
            self.parsing += worker.spent
            self.in_claim += worker.spent
            self.in_all += worker.spent
        return tuple(Import(*pair) for pair in parsed.pairs)

    def ask(self, worker: Worker, cases: tuple[Case, ...], replaced: tuple[str, ...]) -> tuple[Answer, float]:
        """The outcome of each case, and the CPU seconds that they took together. Raises Lost."""
        before, slept = worker.spent, worker.asleep
        try:
            if any(call.timed for call in cases[0].calls):
                return self._timed(worker, cases[0], replaced)
            _be_done_with(worker)
            question = Question.at(cases, _to_send(worker, cases, replaced))
            return worker.ask(question, Answer, max(map(_allowance, cases)))
        finally:
            self.in_claim += worker.spent - before
            self.in_all += worker.spent - before
            self.asleep += worker.asleep - slept

    def _timed(self, worker: Worker, case: Case, replaced: tuple[str, ...]) -> tuple[Answer, float]:
        """So that the calls alone are timed, the module is built before them, and once for all cases that differ in
        their calls only."""
        if worker.built is None or worker.built.build is not case.build or worker.built.weights is not case.weights:
            _be_done_with(worker)
            stand_ins = _to_send(worker, (case,), replaced)
            question = Question.at((replace(case, calls=()),), stand_ins, calls_follow=True)
            built, seconds = worker.ask(question, Answer, CASE_SECONDS)
            if _failed(built):
                return built, seconds
            worker.built = case
        answer, seconds = worker.ask(Calls(case.calls), Answer, _allowance(case))
        if _failed(answer):
            worker.built = None
        return answer, seconds

    def overdrawn(self) -> Error | None:
        """The error of a submission that has used up its time."""
        if self.in_claim > self.claim_left:
            return _error("TimeUp", f"{self.in_claim:.0f} seconds have been spent on this claim")
        if self.asleep > ALL_ASLEEP:
            return _error("TimeUp", f"asleep for {ALL_ASLEEP:g} seconds in all: what does it wait for?")
        if self.in_all > self.left:
            return _error("TimeUp", f"{ALL_SECONDS:g} seconds have been spent on this submission")
        return None

    def leave(self, seconds: float) -> None:
        """No more than these seconds are left for this claim."""
        self.claim_left = min(self.claim_left, self.in_claim + seconds)

    def give_up(self, names: Sequence[str]) -> None:
        """Try these no more: a claim about them is broken, and took long."""
        error = _error("TimeUp", f"an earlier claim took {self.in_claim:.0f} seconds, and is broken")
        self.given_up.update({GivenUp((name,), None): error for name in names})

    def hopeless(self, own: GivenUp) -> Error | None:
        """What was said of these classes, together or of one alone, when they were given up."""
        return next((error for given_up, error in self.given_up.items() if _covers(given_up, own)), None)

    def end_claim(self) -> None:
        """End the worker of a claim, so that nothing is remembered from one claim to the next."""
        self.end_worker()
        self.in_claim, self.claim_left = 0.0, CLAIM_SECONDS

    def end_worker(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self.printed = (self.printed + self._worker.printed.decode(errors="replace"))[:MOST_PRINTED]
        self._worker = None


class Isolated:
    """One submission, some of whose classes may be replaced by stand-ins. Its workers live for one claim."""

    def __init__(self, session: Session, replaced: Sequence[str] = ()) -> None:
        self.session = session
        self.replaced = tuple(replaced)
        self.folder = HOME
        self._worker: Worker | None = None
        self._over: dict[tuple[str, ...], Isolated] = {}
        self._prefetched = Prefetched()

    def over(self, replaced: Sequence[str]) -> Isolated:
        key = tuple(replaced)
        if key not in self._over:
            self._over[key] = Isolated(self.session, key)
        return self._over[key]

    def imports(self, file: str) -> Sequence[Import]:
        return self.session.imports(file)

    def __call__(self, case: Case) -> Outcome:
        """What a worker answers; where it does not, an error that ends the claim."""
        names = tuple(dict.fromkeys(part.name for part in case.build.parts if not part.stand_in))
        own = GivenUp(names, self.replaced)
        if (prefetched := self._prefetched.take(case)) is not None:
            return prefetched
        error = self.session.hopeless(own) or self.session.overdrawn()
        if error is None:
            return self._tried(case, own)
        if names:
            self.session.given_up[own] = error
        return Outcome((), {}, (), error)

    def _tried(self, case: Case, own: GivenUp) -> Outcome:
        try:
            outcome = self._asked(case)
        except Lost as lost:
            error = _error(lost.kind, str(lost), case.calls[-1].method if case.calls else "training")
            if lost.kind == "TimeUp":
                self.session.given_up[own] = error
            return Outcome((), {}, (), error)
        except Exception as fault:
            self.session.fault = fault
            raise
        if outcome.error is not None and _out_of_time(outcome):
            self.session.given_up[own] = outcome.error
        return outcome

    def prefetch(self, cases: Sequence[Case]) -> None:
        """Ask these many at a time, and keep the outcomes. What goes wrong is forgotten: it will go wrong alone."""
        self._prefetched = Prefetched()
        if self.session.slow or self.session.given_up or self.session.overdrawn() is not None:
            return
        answered = list[tuple[Case, Outcome]]()
        lost: Lost | None = None
        try:
            for request in requests(cases):
                answered += zip(request, self._outcomes(request)[0])
        except Lost as error:
            lost = error
        except Exception as fault:
            self.session.fault = fault
            raise
        self.session.slow = any(_out_of_time(outcome) for _, outcome in answered)
        self.session.slow |= lost is not None and lost.kind == "TimeUp"
        if self.session.slow:
            self.session.end_worker()
        elif lost is None:
            self._prefetched = Prefetched(answered)

    def _asked(self, case: Case) -> Outcome:
        (outcome,), seconds = self._outcomes((case,))
        return replace(outcome, done=tuple(replace(reply, seconds=seconds) for reply in outcome.done))

    def _outcomes(self, cases: tuple[Case, ...]) -> tuple[Sequence[Outcome], float]:
        """What a worker answers, checked, and the CPU seconds that it took. Raises Lost."""
        if self._worker is None or self._worker.status is not None:
            self._worker = self.session.worker(self.replaced)
        answer, seconds = self.session.ask(self._worker, cases, self.replaced)
        if len(answer.outcomes) != len(cases):
            raise Lost("Malformed", f"{len(cases)} cases were asked, and {len(answer.outcomes)} were answered")
        return [_checked(outcome, case) for outcome, case in zip(answer.outcomes, cases)], seconds


def _checked(outcome: Outcome, case: Case) -> Outcome:
    """An outcome that may be worked with. Raises Lost."""
    error = outcome.error
    if error is None and len(outcome.done) != len(case.calls):
        raise Lost("Malformed", f"{len(case.calls)} calls were made, and {len(outcome.done)} were answered")
    if error is None and case.training is not None and outcome.trained is None:
        raise Lost("Malformed", "a training run was asked for, and none was answered")
    if error is not None and not error.kinds:
        raise Lost("Malformed", "it failed with an error of no kind")
    if said := too_large(outcome, case):
        raise Lost("TooLarge", f"it {said}")
    return outcome if error is None else replace(outcome, error=replace(error, frames=error.frames[-MOST_FRAMES:]))


def _be_done_with(worker: Worker) -> None:
    """No more calls of the module that it has built."""
    if worker.built is not None:
        worker.built = None
        worker.ask(Calls(), Answer)


def _out_of_time(outcome: Outcome) -> bool:
    return outcome.error is not None and "CpuTimeUp" in outcome.error.kinds


def _failed(answer: Answer) -> bool:
    return any(outcome.error is not None for outcome in answer.outcomes)


def _to_send(worker: Worker, cases: tuple[Case, ...], replaced: tuple[str, ...]) -> Mapping[str, str]:
    """The stand-ins that these cases need and the worker does not have yet."""
    needed = stand_ins_for([part for case in cases for part in case.build.parts], replaced)
    new = {file: text for file, text in needed.items() if file not in worker.sent}
    worker.sent |= new.keys()
    return new


def _covers(given_up: GivenUp, own: GivenUp) -> bool:
    return set(given_up.names) <= set(own.names) and given_up.replaced in (None, own.replaced)


def _allowance(case: Case) -> float:
    if case.training is not None:
        return MOST_CASE_SECONDS
    numbers = sum(x.numel() for call in case.calls for x in call.inputs if isinstance(x, Tensor))
    return min(CASE_SECONDS + SECONDS_A_NUMBER * numbers, MOST_CASE_SECONDS)


def _error(kind: str, message: str, stage: str = "import") -> Error:
    return Error(stage, (kind,), message, always=True)
