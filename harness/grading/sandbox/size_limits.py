"""How large an answer may be: the grader compares, sorts and pairs off what comes back, and must not drown in it."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from torch import Tensor

from harness.case import Build, Case, Outcome

DIMENSIONS = 8
LONGER = 4  # times the largest size of the case: a hidden layer is that wide
BESIDES = 64
ENTRIES = 2**22


def too_large(outcome: Outcome, case: Case) -> str:
    """What is said of the first tensor that is larger than anything that the case can ask for; nothing where none is.

    A dimension counts even where another one is 0, and there are no entries.
    """
    longest = LONGER * max(_sizes(case), default=1) + BESIDES
    for tensor in outcome.tensors:
        shape = tuple(tensor.shape)
        if len(shape) > DIMENSIONS:
            return f"returned a tensor of {len(shape)} dimensions"
        if max(shape, default=0) > longest or prod(max(1, size) for size in shape) > ENTRIES:
            return f"returned a tensor of shape {shape}, far larger than what was asked for"
    return ""


def _sizes(case: Case) -> Iterator[int]:
    """All the numbers that say how large something is."""
    yield from _arguments(case.build)
    yield from (size for tensor in case.tensors for size in tensor.shape)
    yield from (int(given) for call in case.calls for given in call.inputs if not isinstance(given, Tensor))
    if case.training is not None:
        yield case.training.steps


def _arguments(build: Build) -> Iterator[int]:
    for value in build.args.values():
        if isinstance(value, Build):
            yield from _arguments(value)
        elif isinstance(value, int):
            yield value
