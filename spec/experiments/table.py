"""The figures of an experiment, as they are read in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.language.speech import say, say_again
from harness.tell.screen import in_lines, left, right
from spec.experiments.experiment import Experiment, Match, Model, Result
from spec.right_model import start_values

WIDTH, NAME, CELL = 80, 32, 16  # columns


def figures(experiment: Experiment, matches: Sequence[Match]) -> str:
    """The losses of both models after each seed, how far apart they must be, and what is known, in 80 columns."""
    return "\n".join(["", *_lines(experiment, matches), ""])


def _lines(experiment: Experiment, matches: Sequence[Match]) -> Iterator[str]:
    language, weaker, stronger = experiment.language, experiment.weaker, experiment.stronger
    line = language.text[len(language.text) * 2 // 7]
    yield say('Two models learn {language}, such as "{line}":', language=say_again(language.name), line=line)
    yield in_lines(f"{say_again(language.rule)}.", WIDTH)
    yield _row(say("loss, nats a character"), (say("seed {n}", n=match.seed) for match in matches))
    for model, side in ((weaker, _weaker), (stronger, _stronger)):
        yield _row(say_again(model.name), (f"{side(match).loss:.3f}" for match in matches))
    yield _row(say("lower by {n} at least", n=experiment.margin), (f"{match.won_by:.3f}" for match in matches))
    if experiment.price is not None:
        yield say("on the lines that they have learned from:")
        for model, side in ((weaker, _weaker), (stronger, _stronger)):
            yield _row(say_again(model.name), (f"{side(match).known:.3f}" for match in matches))
        yield _row(say("higher by {n} at least", n=experiment.price), (f"{match.price:.3f}" for match in matches))
    yield from (in_lines(sentence, WIDTH) for sentence in _floors(experiment))
    for model, side in ((weaker, _weaker), (stronger, _stronger)):
        yield _spent(model, sum(side(match).seconds for match in matches) / len(matches))


def _floors(experiment: Experiment) -> Iterator[str]:
    if experiment.lowest_of_weaker is not None:
        name, lowest = say_again(experiment.weaker.name), f"{experiment.lowest_of_weaker:.3f}"
        yield say("No weights bring {name} below {lowest}.", name=name, lowest=lowest)
    yield say(
        "No weights bring {name} below {lowest}: it must get below {highest}.",
        name=say_again(experiment.stronger.name),
        lowest=f"{experiment.lowest:.3f}",
        highest=f"{experiment.highest:.3f}",
    )


def _spent(model: Model, seconds: float) -> str:
    return say(
        "{name}: {parameters} parameters, {steps} steps of AdamW, {seconds} s a seed.",
        name=say_again(model.name),
        parameters=f"{_parameters(model):,}",
        steps=model.steps,
        seconds=f"{seconds:.2f}",
    )


def _parameters(model: Model) -> int:
    return sum(weight.numel() for weight in start_values(model.build, seed=0).values())


def _row(name: str, cells: Iterator[str]) -> str:
    return left(name, NAME) + "".join(right(cell, CELL) for cell in cells)


def _weaker(match: Match) -> Result:
    return match.weaker


def _stronger(match: Match) -> Result:
    return match.stronger
