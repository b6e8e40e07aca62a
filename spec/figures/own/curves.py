"""The losses of the experiments, as they were run: two models after the same seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.case import Case, Outcome
from harness.load.imports import Import
from harness.run.implementation import Subject
from spec.experiments.catalogue import EXPERIMENTS
from spec.experiments.experiment import weaker_result


@dataclass(frozen=True)
class Curve:
    """The loss before each step, in nats a character, of both models of an experiment (its name) for one seed."""

    experiment: str
    seed: int
    weaker: tuple[float, ...]
    stronger: tuple[float, ...]


class Listener:
    """An implementation whose training runs are taken down."""

    def __init__(self, impl: Subject) -> None:
        self.impl = impl
        self.runs: list[tuple[str, int, tuple[float, ...]]] = []

    @property
    def folder(self) -> Path:
        return self.impl.folder

    @property
    def replaced(self) -> tuple[str, ...]:
        return self.impl.replaced

    def __call__(self, case: Case) -> Outcome:
        outcome = self.impl(case)
        name = next((name for name, one in EXPERIMENTS.items() if one.stronger.build == case.build), None)
        if name and case.training and outcome.trained:
            self.runs.append((name, case.training.seed, tuple(outcome.trained.losses.tolist())))
        return outcome

    def over(self, replaced: Sequence[str]) -> Subject:
        """With classes replaced, it is not the implementation's own: nobody listens."""
        return self.impl.over(replaced)

    def imports(self, file: str) -> Sequence[Import]:
        return self.impl.imports(file)

    def heard(self) -> Iterator[Curve]:
        """The runs since the last time, with those of the weaker models, which the claims have made already."""
        while self.runs:
            name, seed, losses = self.runs.pop(0)
            yield Curve(name, seed, weaker_result(EXPERIMENTS[name], seed).losses, losses)


def by_experiment(curves: Iterable[Curve]) -> dict[str, list[Curve]]:
    """In the order of the ladder."""
    found = list(curves)
    grouped = {name: [curve for curve in found if curve.experiment == name] for name in EXPERIMENTS}
    return {name: of_it for name, of_it in grouped.items() if of_it}
