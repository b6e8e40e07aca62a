"""The answers as a student has them: a recording in their place, and the student's own first version as the rival."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path

from harness.case import Case, Implementation, NeverRuns, Outcome
from harness.compare.side_by_side import OwnRival
from harness.course import Todo, course
from harness.draw.check import Check
from harness.draw.example import Examples, Failure
from harness.draw.recorder import Recorder
from harness.judge.faults import Diagnosis, Passes, diagnosed
from harness.judge.naming import is_same
from harness.judge.recording import Known, KnownSlip, Recording, fingerprint
from harness.judge.slips import one_mistake
from harness.run.implementation import Subject


class ByHeart:
    """An implementation that knows what comes of a case."""

    def __init__(self, known: Callable[[Case], Known]) -> None:
        self.known = known

    def __call__(self, case: Case) -> Outcome:
        return self.known(case).outcome

    def slack(self, case: Case) -> Mapping[str, float]:
        return self.known(case).slack


def settled(known: Known) -> ByHeart:
    """An implementation that is asked one case only, of which this is known."""
    return ByHeart(lambda case: known)


def _looked_up(outcomes: Mapping[str, Known], case: Case) -> Known:
    """What is known of a case. Raises LookupError."""
    if (found := outcomes.get(fingerprint(case))) is None:
        raise LookupError(f"the recording holds no such case of {case.build.name}")
    return found


class RecordedBank:
    """The slips of a recording."""

    def __init__(self, of: Callable[[Todo], Recording]) -> None:
        self.of = of
        self._passes = lru_cache(maxsize=1)(self._passes_of)

    def diagnose(self, check: Check, failure: Failure, impl: Recorder, todo: Todo, examples: Examples) -> Diagnosis:
        """The one slip that breaks this claim and gives what the implementation gives, on each probe of its class; or
        else where its faults lie."""
        if isinstance(failure.exception, NeverRuns):
            return Diagnosis()
        recording, asked = self.of(todo), {case.build.name for case in failure.cases}
        breaking = [known for known in recording.slips if check.claim.__name__ in known.breaks]
        alike = [
            known.slip
            for known in breaking
            if known.slip.class_name in asked and gives(impl, known, recording.probes[known.slip.class_name])
        ]
        if slip := one_mistake(alike):
            return Diagnosis(slip)
        broken_by = {known.slip for known in breaking}
        return diagnosed(failure, todo, partial(self._passes, impl.impl, todo), lambda slip, other: slip in broken_by)

    def _passes_of(self, impl: Subject, todo: Todo, class_name: str) -> Passes:
        recording = self.of(todo)
        keys = [fingerprint(case) for case in recording.probes[class_name]]
        mistakes = [
            (known.slip, ByHeart(partial(_looked_up, dict(zip(keys, known.outcomes)))))
            for known in recording.slips
            if known.slip.class_name == class_name
        ]
        return Passes(impl, recording.right[class_name], mistakes)


def gives(impl: Implementation, known: KnownSlip, probes: Sequence[Case]) -> bool:
    """Whether these are the slip's outcomes; how many operations it takes matters to slips of cost alone."""

    def seen(outcome: Outcome) -> Outcome:
        return outcome if known.slip.kind == "cost" else uncounted(outcome)

    return all(
        is_same(seen(impl(case)), settled(replace(of_slip, outcome=seen(of_slip.outcome))), case)
        for case, of_slip in zip(probes, known.outcomes)
    )


def uncounted(outcome: Outcome) -> Outcome:
    """An outcome without what was counted."""
    return replace(outcome, done=tuple(replace(reply, operations=0, flops=0) for reply in outcome.done))


class RecordedAnswers:
    """What a folder of recordings knows of the answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._of = cache(lambda todo: Recording.load(folder, todo))

    @cached_property
    def reference(self) -> Implementation:
        return ByHeart(lambda case: _looked_up(self._of(course().todo_of_class(case.build.name)).reference, case))

    @cached_property
    def bank(self) -> RecordedBank:
        return RecordedBank(self._of)

    def rival(self, impl: Implementation) -> Implementation:
        return OwnRival(impl)

    def known(self, check: Check, todo: Todo) -> Check:
        """A claim that compares is put to the recorded draws, from small to large, any other to fresh ones."""
        if "reference" not in check.arguments:
            return check
        return replace(check, draws=self._of(todo).draws[check.claim.__name__])
