"""The figures of an experiment, as they are read in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spec.experiments.experiment import Experiment, Match, Model, Result
from spec.right_model import start_values

NAME = 32  # characters


def figures(experiment: Experiment, matches: Sequence[Match]) -> str:
    """The losses of both models after each seed, how far apart they must be, and what is known, in 80 columns."""
    return "\n".join(["", *_lines(experiment, matches), ""])


def _lines(experiment: Experiment, matches: Sequence[Match]) -> Iterator[str]:
    language, weaker, stronger = experiment.language, experiment.weaker, experiment.stronger
    yield f'Two models learn {language.name}, such as "{language.text[len(language.text) * 2 // 7]}":'
    yield f"{language.rule}."
    yield _row("loss, nats a character", (f"seed {match.seed}" for match in matches))
    for model, side in ((weaker, _weaker), (stronger, _stronger)):
        yield _row(model.name, (f"{side(match).loss:.3f}" for match in matches))
    yield _row(f"lower by {experiment.margin:g} at least", (f"{match.won_by:.3f}" for match in matches))
    if experiment.price is not None:
        yield "on the lines that they have learned from:"
        for model, side in ((weaker, _weaker), (stronger, _stronger)):
            yield _row(model.name, (f"{side(match).known:.3f}" for match in matches))
        yield _row(f"higher by {experiment.price:g} at least", (f"{match.price:.3f}" for match in matches))
    if experiment.lowest_of_weaker is not None:
        yield f"No weights bring {weaker.name} below {experiment.lowest_of_weaker:.3f}."
    yield f"No weights bring {stronger.name} below {experiment.lowest:.3f}: it must get below {experiment.highest:.3f}."
    for model, side in ((weaker, _weaker), (stronger, _stronger)):
        seconds = sum(side(match).seconds for match in matches) / len(matches)
        yield (
            f"{model.name}: {_parameters(model):,} parameters, {model.steps} steps of AdamW, {seconds:.2f} s a seed."
        )


def _parameters(model: Model) -> int:
    return sum(weight.numel() for weight in start_values(model.build, seed=0).values())


def _row(name: str, cells: Iterator[str]) -> str:
    return f"{name:{NAME}}" + "".join(f"{cell:>16}" for cell in cells)


def _weaker(match: Match) -> Result:
    return match.weaker


def _stronger(match: Match) -> Result:
    return match.stronger
