"""A check whose draws are known from an earlier run, with what the answers made of them: neither is computed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any, TypeAlias

from harness.case import Case, Implementation, Outcome
from harness.compare.alike import alike
from harness.draw.check import SHRINKING_SECONDS, Check
from harness.draw.example import Example, Failure
from harness.draw.recorder import Recorder
from harness.draw.search import OnDraw
from harness.draw.store import Store


@dataclass(frozen=True)
class Answered:
    """A case that the reference was asked, and its outcome. case: None where it is the one that was drawn."""

    case: Case | None
    outcome: Outcome


@dataclass(frozen=True)
class Draw:
    """The drawn arguments of one example, by name, and what the reference answered in it."""

    cases: Mapping[str, Case]
    numbers: Mapping[str, int]
    answered: tuple[Answered, ...]

    @property
    def arguments(self) -> Mapping[str, Case | int]:
        return {**self.cases, **self.numbers}


Draws: TypeAlias = tuple[Draw, ...]  # all that a claim draws under one seed, in its order


class Transcriber:
    """A reference that takes down what it is asked, example by example."""

    def __init__(self, reference: Implementation | None) -> None:
        self.reference = reference
        self.draws: list[Draw] = []
        self.complete = True

    def begin(self, arguments: Mapping[str, Any]) -> None:
        """The next example has these drawn arguments. Of other kinds than cases and numbers nothing is kept."""
        cases = {name: given for name, given in arguments.items() if isinstance(given, Case)}
        numbers = {name: given for name, given in arguments.items() if type(given) is int}
        self.complete &= len(cases) + len(numbers) == len(arguments)
        self.draws.append(Draw(cases, numbers, ()))

    def __call__(self, case: Case) -> Outcome:
        assert self.reference is not None
        outcome, draw = self.reference(case), self.draws[-1]
        asked = Answered(None if _the_case(draw) is case else case, outcome)
        self.draws[-1] = replace(draw, answered=(*draw.answered, asked))
        return outcome


class Replayer:
    """A reference that answers what it answered in the example that was recorded, and asks the answers all else."""

    def __init__(self, reference: Implementation | None) -> None:
        self.reference = reference
        self.known: list[tuple[Case | None, Outcome]] = []

    def begin(self, draw: Draw) -> None:
        self.known = [(each.case or _the_case(draw), each.outcome) for each in draw.answered]

    def __call__(self, case: Case) -> Outcome:
        for asked, outcome in self.known:
            if alike(asked, case):
                return outcome
        assert self.reference is not None
        return self.reference(case)


def _the_case(draw: Draw) -> Case | None:
    """The only case that was drawn, if there is one."""
    return next(iter(draw.cases.values())) if len(draw.cases) == 1 else None


@dataclass(frozen=True, kw_only=True)
class StoredCheck(Check):
    """A check that keeps its draws in a store once all of them hold, and replays them from then on.

    A draw that fails is no verdict: the claim is drawn and judged anew.
    """

    store: Store
    name: str

    def first_failure(
        self, impl: Recorder, shrinking: float = SHRINKING_SECONDS, on_draw: OnDraw | None = None
    ) -> Failure | None:
        if self._draws is None:
            return self._recorded(impl, shrinking)
        if all(example.exception is None for example in self._again(impl)):
            return None
        return super().first_failure(impl, shrinking, on_draw)

    def first_examples(self, impl: Recorder, number: int) -> tuple[Example, ...]:
        if self._draws is None:
            return super().first_examples(impl, number)
        return tuple(islice(self._again(impl), number))

    @cached_property
    def _draws(self) -> Draws | None:
        return self.store.load(self.name, Draws)

    def _recorded(self, impl: Recorder, shrinking: float) -> Failure | None:
        """Draw and judge; keep what was drawn where all of it holds."""
        transcriber = Transcriber(self.arguments.get("reference"))
        failure = self._against(transcriber).first_failure(impl, shrinking, transcriber.begin)
        if failure is None and transcriber.complete:
            self.store.save(self.name, tuple(transcriber.draws))
        return failure

    def _again(self, impl: Recorder) -> Iterator[Example]:
        """The examples of an earlier run, one after another."""
        assert self._draws is not None
        replayer = Replayer(self.arguments.get("reference"))
        check = self._against(replayer)
        for draw in self._draws:
            replayer.begin(draw)
            yield check.example(impl, draw.arguments)

    def _against(self, reference: Implementation) -> Check:
        """The plain check, with another reference where it has one."""
        given = {"reference": reference} if "reference" in self.arguments else {}
        return Check(self.claim, {**self.arguments, **given}, self.seed, self.examples)
