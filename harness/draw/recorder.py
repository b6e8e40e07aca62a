"""Remembers what an implementation was asked in the current example, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from harness.case import Case, Outcome
from harness.run.implementation import Prefetches, Subject


class Recorder:
    """An implementation that keeps the cases it was asked since the last `forget`, and their outcomes.

    A case without an outcome is one that ended the worker.
    """

    def __init__(self, impl: Subject) -> None:
        self.impl = impl
        self.asked: list[Case] = []
        self.outcomes: list[Outcome] = []

    def __call__(self, case: Case) -> Outcome:
        self.asked.append(case)
        outcome = self.impl(case)
        self.outcomes.append(outcome)
        return outcome

    def over(self, replaced: Sequence[str]) -> Recorder:
        return Recorder(self.impl.over(replaced))

    def prefetch(self, cases: Sequence[Case]) -> None:
        """Tell it what it may be asked next, if that is of use to it."""
        if isinstance(self.impl, Prefetches):
            self.impl.prefetch(cases)

    def forget(self) -> None:
        self.asked.clear()
        self.outcomes.clear()
