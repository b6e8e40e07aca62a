"""Does a step help? On every seed the stronger model must learn what it should, and win by a stated margin."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import mean

from hypothesis import strategies as st

from harness.case import Implementation, Refuted
from spec.experiments.experiment import Experiment, Match, Result, stronger_result, weaker_result

SEEDS, MISSES = 3, 4
MOST_SEEDS = SEEDS + MISSES - 1
# Hypothesis tries the least number first, whatever its own seed is.
first_seeds = st.integers(0, 2**31 - MOST_SEEDS).filter(bool)


def assert_helps(experiment: Experiment, impl: Implementation, first_seed: int) -> list[Match]:
    """SEEDS matches, each of which shows it. Raises Refuted, with the first that did not, once MISSES did not.

    README has a bound on how often that happens to a right model.
    """
    won: list[Match] = []
    lost: list[Refuted] = []
    for seed in range(first_seed, first_seed + MOST_SEEDS):
        try:
            won.append(matched(experiment, impl, seed))
        except Refuted as refuted:
            lost.append(refuted)
        if len(won) == SEEDS:
            return won
        if len(lost) == MISSES:
            break
    raise lost[0]


def matched(experiment: Experiment, impl: Implementation, seed: int) -> Match:
    """One match. Raises Refuted where it does not show what it should."""
    name = experiment.stronger.name
    try:
        stronger = stronger_result(experiment, impl, seed)
    except AssertionError as error:
        raise Refuted(f"{name} was trained, but what it has learned cannot be used: {error}.") from None
    if not stronger.loss <= experiment.highest:
        raise _refuted(experiment, seed, _too_high(experiment, stronger), stronger)
    match = Match(seed, weaker_result(experiment, seed), stronger)
    for shortfall in _shortfalls(experiment, match):
        raise _refuted(experiment, seed, shortfall, stronger)
    return match


def _too_high(experiment: Experiment, stronger: Result) -> str:
    return (
        f"It ends at a loss of {stronger.loss:.3f} nats a character, expected {experiment.highest:.3f} at most "
        f"(the floor is {experiment.lowest:.3f})."
    )


def _shortfalls(experiment: Experiment, match: Match) -> Iterator[str]:
    stronger, weaker, other = match.stronger, match.weaker, experiment.weaker.name
    if not match.won_by >= experiment.margin:
        yield (
            f"It ends at a loss of {stronger.loss:.3f} nats a character, and {other} at {weaker.loss:.3f}. "
            f"Expected: {other} is higher by at least {experiment.margin:g}."
        )
    if experiment.price is not None and not match.price >= experiment.price:
        yield (
            f"On the lines that it has learned from, it ends at a loss of {stronger.known:.3f} nats a character, and "
            f"{other} at {weaker.known:.3f}. Expected: {other} is lower by at least {experiment.price:g}."
        )


def _refuted(experiment: Experiment, seed: int, shortfall: str, stronger: Result) -> Refuted:
    model = experiment.stronger
    said = f"{model.name} was trained for {model.steps} steps on {experiment.language.name} (seed {seed})."
    return Refuted(f"{said}\n{shortfall}\n\n{_meaning(experiment, stronger)}")


def _meaning(experiment: Experiment, stronger: Result) -> str:
    """What the loss that the class itself gave in training says about the mistake."""
    given = mean(stronger.losses[-10:])
    if experiment.learned:
        return (
            f"It learned from {experiment.learned} lines, and is tested on the others. At the end of training its own "
            f"loss was {given:.3f}, and in eval mode, on the same lines, it is {stronger.known:.3f}. Dropout should "
            "keep it from learning these lines by heart: how much does train mode drop, and does it rescale the rest?"
        )
    if given <= experiment.highest:
        return (
            f"At the end of training its own loss was {given:.3f}. But in a right model, the weights that it has "
            "learned give only the loss above: forward does not compute what it should."
        )
    return (
        f"In training its own loss went from {stronger.losses[0]:.3f} to {given:.3f}: it learns less than a right "
        "model. Does forward compute what it should, and does the gradient reach all weights?"
    )
