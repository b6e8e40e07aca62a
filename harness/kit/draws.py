"""The drawn cases that a student's kit keeps of a claim, from small to large."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from torch import Tensor

from harness.case import Case
from harness.draw.check import Check
from harness.draw.recorder import Recorder
from harness.judge.recording import fingerprint

SEEDS = 3  # of Hypothesis: the first is that of the live claim
OF_A_SLIP = 4  # of the smallest draws that show it
OF_A_SIZE = 16  # of each order of magnitude, and fewer where they are large
NUMBERS = 2**13  # in all draws of one order of magnitude

Drawn = Mapping[str, Case]


def drawn(check: Check, impl: Recorder) -> tuple[Drawn, ...]:
    """What Hypothesis draws for a claim that the implementation holds, each draw once, from small to large; those of
    one position or of one feature, in which nothing is seen, come last."""
    found = (draw for seed in range(SEEDS) for draw in replace(check, seed=seed).draw(impl).draws)
    different = {fingerprint(draw["case"]): draw for draw in found}
    return tuple(sorted(different.values(), key=lambda draw: (is_flat(draw["case"]), *_size(draw["case"]))))


def is_flat(case: Case) -> bool:
    """Whether its first input, (B, T) or (B, T, C), has one position or one feature."""
    x = case.calls[0].inputs[0]
    return isinstance(x, Tensor) and 1 in x.shape[1:]


def kept(draws: Sequence[Drawn], slips: Iterable[Callable[[Drawn], bool]]) -> tuple[Drawn, ...]:
    """The smallest that show each slip, and some of every order of magnitude. slips: whether a draw shows it."""
    chosen = set(_of_each_size(draws))
    for shows in slips:
        chosen.update(_first(draws, shows))
    return tuple(draws[i] for i in sorted(chosen))


def _first(draws: Sequence[Drawn], shows: Callable[[Drawn], bool]) -> Iterator[int]:
    found = 0
    for i, draw in enumerate(draws):
        if shows(draw):
            yield i
            found += 1
        if found == OF_A_SLIP:
            return


def _of_each_size(draws: Sequence[Drawn]) -> Iterator[int]:
    taken: Counter[int] = Counter()
    for i, draw in enumerate(draws):
        magnitude = _size(draw["case"])[0].bit_length()
        if taken[magnitude] < max(1, min(OF_A_SIZE, NUMBERS >> magnitude)):
            taken[magnitude] += 1
            yield i


def _size(case: Case) -> tuple[int, int]:
    """How many numbers there are, and how long they are to read."""
    numbers = [number for x in case.tensors for number in x.flatten().tolist()]
    return len(numbers), sum(len(f"{number:g}") for number in numbers)
