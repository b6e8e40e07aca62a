"""Two models learn the same language after the same seeds.

Only one class of the stronger model is the student's. The weights that it has learned are put into a right model, and
it is there that the loss is taken: what the student's class says of its own loss and logits counts for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import torch

from harness.case import Build, Case, Implementation, NeverRuns
from harness.draw.store import Kept
from harness.run.training import train
from harness.training import Trained, Training
from spec.experiments.languages import Language, View
from spec.loss import estimate_loss
from spec.right_model import start_values, trusted


@dataclass(frozen=True)
class Model:
    """How a model is called, built and trained."""

    name: str
    build: Build
    steps: int
    rate: float


@dataclass(frozen=True, eq=False)
class Experiment:
    """Two models, how they are trained, and what must come of it; losses are in nats a character.

    `floor`: what the stronger model sees, and with it the loss that it cannot beat; it comes as near as `reach`.
    `bound`: what the weaker model sees at most, and cannot beat, whatever its weights; None where nothing is proven.
    `margin`: what the stronger model wins by, at least.
    `price`: what it loses by, at least, on the lines that it has learned from; None where that is not the point.
    `learned`: the number of lines to learn from, the others being asked; without it, all lines are both.
    `batch`: the lines of a step; without it, all of them. `falling`: whether the learning rate goes down to 0.
    """

    language: Language
    weaker: Model
    stronger: Model
    floor: View
    reach: float
    margin: float
    bound: View | None = None
    price: float | None = None
    learned: int | None = None
    batch: int | None = None
    falling: bool = True

    @cached_property
    def lowest(self) -> float:
        """The loss that the stronger model cannot beat."""
        return self.language.entropy(self.floor)

    @cached_property
    def highest(self) -> float:
        """The loss of the stronger model, at most."""
        return self.lowest + self.reach

    @cached_property
    def lowest_of_weaker(self) -> float | None:
        """The loss that the weaker model cannot beat, if there is a proof."""
        return None if self.bound is None else self.language.entropy(self.bound)

    def lines(self, seed: int) -> tuple[Language, Language]:
        """What is learned from, and what is asked."""
        return self.language.split(self.learned, seed) if self.learned else (self.language, self.language)

    def run(self, model: Model, seed: int) -> Case:
        """A training run, from the values that torch's own layers start with."""
        known, _ = self.lines(seed)
        run = Training(known.indices, known.targets, model.steps, model.rate, seed, self.batch, self.falling)
        return Case(model.build, start_values(model.build, seed), (), training=run)


@dataclass(frozen=True)
class Result:
    """What a model has learned: its loss on the lines that are asked, and on those that it has learned from.

    `losses` are those of the steps, as the model gave them; `seconds` is the CPU time.
    """

    loss: float
    known: float
    losses: tuple[float, ...]
    seconds: float


@dataclass(frozen=True)
class Match:
    """Both models after the same seed."""

    seed: int
    weaker: Result
    stronger: Result

    @property
    def won_by(self) -> float:
        """How much lower the loss of the stronger model is."""
        return self.weaker.loss - self.stronger.loss

    @property
    def price(self) -> float:
        """How much higher it is on the lines that it has learned from."""
        return self.stronger.known - self.weaker.known


def stronger_result(experiment: Experiment, impl: Implementation, seed: int) -> Result:
    """The stronger model, of which one class is the implementation's. Raises NeverRuns where that raises."""
    outcome = impl(experiment.run(experiment.stronger, seed))
    if outcome.error is not None:
        raise NeverRuns(outcome.error)
    assert outcome.trained is not None
    return _result(experiment, experiment.stronger, seed, outcome.trained)


def _weaker_result(experiment: Experiment, seed: int) -> Result:
    """The weaker model, of which nothing is the implementation's: once for each seed is enough."""
    case = experiment.run(experiment.weaker, seed)
    assert case.training is not None
    with torch.random.fork_rng(devices=[]):
        trained = train(trusted(case.build, case.weights), case.training)
    return _result(experiment, experiment.weaker, seed, trained)


def _match_name(experiment: Experiment, seed: int) -> str:
    weaker, stronger, language = experiment.weaker.name, experiment.stronger.name, experiment.language.name
    return f"{weaker} against {stronger} on {language}, seed {seed}"


weaker_result = Kept(_weaker_result, Result, _match_name)


def _result(experiment: Experiment, model: Model, seed: int, trained: Trained) -> Result:
    right = trusted(model.build, trained.weights)
    known, asked = (estimate_loss(right, lines.indices, lines.targets) for lines in experiment.lines(seed))
    return Result(asked, known, tuple(trained.losses.tolist()), trained.seconds)
