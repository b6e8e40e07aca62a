"""A reading of wrong entries, in a sentence or two, where it is certain; where it isn't, nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose

import torch
from torch import Tensor

from harness.compare.close import ABSOLUTE, RELATIVE, Different
from harness.course import course
from harness.draw.example import Example, Failure
from harness.language.speech import say, say_again, to_say

EXAMPLES = 40  # of the claim, to read from
ENOUGH = 4  # of each kind, before a pattern is more than luck

INDICES: Mapping[str, Callable[[Tensor], Tensor]] = {
    to_say("All {dimension}s but the first are wrong."): lambda i: i > 0,
    to_say("Only the last {dimension} is wrong."): lambda i: i == len(i) - 1,
    to_say("Only every other {dimension} is wrong, the first is right."): lambda i: i % 2 == 1,
    to_say("Only every other {dimension} is wrong, the first among them."): lambda i: i % 2 == 0,
}
FACTORS: Mapping[str, Callable[[float], float]] = {
    "{}": lambda n: n,
    "sqrt({})": lambda n: n**0.5,
    "1 / {}": lambda n: 1 / n,
    "1 / sqrt({})": lambda n: n**-0.5,
}


@dataclass(frozen=True)
class Mismatch:
    """A comparison that failed: the sizes of its case, what came and what should have come."""

    sizes: Mapping[str, int]
    got: Tensor
    want: Tensor

    @property
    def wrong(self) -> Tensor:
        """Which entries are off, bool, of the output's shape."""
        return ~((self.got - self.want).abs() <= ABSOLUTE + RELATIVE * float(self.want.abs().max()))


def reading(failure: Failure, examples: Sequence[Example]) -> str:
    """What the wrong entries of a comparison have in common, in the smallest failing example and in others."""
    smallest = failure.exception
    if not isinstance(smallest, Different) or not smallest.comparable or not failure.cases:
        return ""
    mismatches = [Mismatch(course().words.sizes(failure.cases[-1]), smallest.got, smallest.want)]
    for example in examples:
        found = example.exception
        if isinstance(found, Different) and found.what == smallest.what and found.comparable:
            one = Mismatch(course().words.sizes(example.cases[-1]), found.got, found.want)
            if not any(torch.equal(one.want, earlier.want) for earlier in mismatches):  # Hypothesis repeats itself
                mismatches.append(one)
    return " ".join(
        [
            *map(say_again, course().words.readings(smallest.what, smallest.got, smallest.want)),
            *_factor(mismatches),
            *_indices(smallest.what, mismatches),
            *_condition(examples),
        ]
    )


def _factor(mismatches: Sequence[Mismatch]) -> Iterator[str]:
    """Got is want times one number in each example: always the same one, or always the same function of one size."""
    telling = [one for one in mismatches if one.want.numel() > 1 and float(one.want.abs().max()) > 1e-2]
    factors = [_ratio(one) for one in telling]
    if len(telling) < ENOUGH or None in factors:
        return
    known = [factor for factor in factors if factor is not None]
    if all(abs(factor) < 1e-6 for factor in known):
        yield say("Each entry is 0.")
    if any(abs(factor) < 1e-2 or abs(factor - 1) < 1e-2 for factor in known):
        return
    if all(isclose(factor, known[0], rel_tol=1e-3) for factor in known):
        yield say("Each entry is {factor} times what is expected.", factor=f"{known[0]:.3g}")
        return
    explained = [
        (text.format(name), name, size)
        for name, size in telling[0].sizes.items()
        if all(one.sizes.get(name, 1) > 0 for one in telling)
        for text, function in FACTORS.items()
        if all(isclose(function(one.sizes.get(name, 1)), k, rel_tol=1e-3) for one, k in zip(telling, known))
    ]
    if len(explained) == 1:
        factor, name, size = explained[0]
        yield say(
            "Each entry is {factor} times what is expected: {times} times for {name} = {size}.",
            factor=factor,
            times=f"{known[0]:.3g}",
            name=name,
            size=size,
        )


def _ratio(one: Mismatch) -> float | None:
    """The number k with got = k * want, if there is one."""
    largest = one.want.abs().argmax()
    k = float(one.got.flatten()[largest] / one.want.flatten()[largest])
    bound = 1e-4 * float(one.want.abs().max()) * max(1.0, abs(k))
    return k if bool(((one.got - k * one.want).abs() <= bound).all()) else None


def _indices(what: str, mismatches: Sequence[Mismatch]) -> Iterator[str]:
    """Along one dimension, the same indices are wrong in every example."""
    for back, name in enumerate(course().words.dimensions.get(what, ()), start=1):
        wrong = [_wrong_along(one, -back) for one in mismatches if one.want.dim() >= back]  # (n) each
        long = [along for along in wrong if len(along) >= 3]
        if len(long) >= ENOUGH:
            for text, pattern in INDICES.items():
                if all(torch.equal(along, pattern(torch.arange(len(along)))) for along in long):
                    yield say(text, dimension=say_again(name))


def _wrong_along(one: Mismatch, dim: int) -> Tensor:
    """Which indices of a dimension have a wrong entry, bool (n)."""
    return one.wrong.movedim(dim, 0).reshape(one.want.shape[dim], -1).any(dim=1)


def _condition(examples: Sequence[Example]) -> Iterator[str]:
    """The examples that differ are those of certain sizes, or of one mode."""
    if not all(example.exception is None or isinstance(example.exception, Different) for example in examples):
        return
    broken = [course().words.sizes(example.cases[-1]) for example in examples if example.exception is not None]
    held = [course().words.sizes(example.cases[-1]) for example in examples if example.exception is None]
    if min(len(broken), len(held)) < ENOUGH:
        return
    exact = [
        text
        for text, condition in course().words.conditions.items()
        if all(_holds(condition, size) is True for size in broken)
        and all(_holds(condition, size) is False for size in held)
    ]
    if len(exact) == 1:
        yield say("It differs only {where}.", where=say_again(exact[0]))


def _holds(condition: Callable[[Mapping[str, int]], bool], size: Mapping[str, int]) -> bool | None:
    try:
        return condition(size)
    except KeyError:
        return None
