"""Holds the counts of operations and FLOPs, taken in the submission's own process, against the kernel's clock.

A submission may hide work from the count, but not from the clock. From few examples, positions or heads to many, a loop
over them grows by many operations each, and work done for each head by whole products; the answers hardly grow. What a
call takes at any size, such as a sparse matrix that is made or a line that is printed, is no matter, as long as it is
not so much that growth could be hidden behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch

from harness.case import Build, Call, Case, Implementation, NeverRuns
from harness.compare.race import Race
from harness.draw.numbers import Numbers
from harness.run.errors import printable
from spec.claims.speed import alone, side_by_side

LOOPLESS = ("HeadVer2", "HeadVer3", "MultiHeadVer2")
SUSPECT = 1 / 1.5  # of what is too much
FIRST = 2  # rounds
LEAST = 1e-9  # seconds: a call that does not grow


@dataclass(frozen=True)
class Size:
    """Where hidden work shows: from few (B, T, C, H) to many, so many inputs in a request, which takes time itself.

    most: what may be added, in units of what the answers take for many. The hidden work of the bank adds 1.25 times as
    much and more, where the machine is slowest, right ways of writing 0.72 times at most. aside: what is not added, in
    units of what the answers take for few; right ways take two thirds of it for few at most.
    """

    what: str
    inputs: int
    few: tuple[int, int, int, int]
    many: tuple[int, int, int, int]
    most: float
    aside: float


EXAMPLES = Size("examples", 4, (2, 2, 2, 1), (1024, 2, 2, 1), most=6.0, aside=4.0)
POSITIONS = Size("positions", 64, (1, 2, 32, 1), (1, 24, 32, 1), most=1.1, aside=8.0)
MANY_POSITIONS = Size("positions", 16, (1, 2, 8, 1), (1, 128, 8, 1), most=6.0, aside=0.0)
HEADS = Size("heads", 16, (1, 2, 2, 2), (1, 2, 128, 128), most=7.0, aside=4.0)
PRODUCTS = Size("products", 1, (1, 2, 32, 32), (1, 128, 512, 32), most=6.0, aside=4.0)


def contradiction(impls: Sequence[Implementation], answers: Implementation, name: str, seed: int) -> str:
    """What the clock says against the first of these; nothing where one of them runs, and takes no longer than it may.

    They are one submission, with its own earlier classes and with others in their place: a class may need its own ones,
    and must not pay for slow ones. seed: of the weights and inputs, which nobody can know beforehand.
    """
    said = ""
    for impl in impls:
        try:
            assert_clock_agrees(impl, answers, name, seed)
        except (Exception, NeverRuns) as error:  # whatever came back, the answers did not give it
            said = said or printable(str(error))
        else:
            return ""
    return said


def assert_clock_agrees(impl: Implementation, answers: Implementation, name: str, seed: int) -> None:
    """From few to many, a forward pass grows no more than right ways of writing do.

    First rounds that are well within settle it; else the race is run until a false verdict is less likely than once in
    a million.
    """
    for size in _sizes(name):
        race, round = Race(1 / size.most), _growth(impl, answers, name, size, seed)
        race.run(round, rounds=FIRST)
        if any(ratio < 1 / (SUSPECT * size.most) for ratio in race.ratios):
            race.run(round)
        assert race.verdict != "not faster", (
            f"from few {size.what} to many, the CPU time of {name} grows by {1 / race.ratio:.1f} times what the "
            "answers take: by more than its operations and FLOPs, as they were counted, can explain"
        )


def _growth(
    impl: Implementation, answers: Implementation, name: str, size: Size, seed: int
) -> Callable[[], tuple[float, float]]:
    """Rounds of the seconds by which it grows, and those that the answers take for many."""
    few, many = (_one_by_one(name, size.inputs, shape, seed) for shape in (size.few, size.many))
    most = side_by_side(impl, many, answers, many)
    if not size.aside:
        return most
    least, usual = alone(impl, few), alone(answers, few)
    aside = size.aside * usual()

    def round() -> tuple[float, float]:
        taken, answered = most()
        return max(taken - min(least(), aside), LEAST), answered

    return round


def _sizes(name: str) -> Iterator[Size]:
    if name in LOOPLESS:
        yield from (EXAMPLES, POSITIONS, MANY_POSITIONS)
    if name == "MultiHeadVer2":
        yield HEADS
    if name not in ("HeadVer2", "HeadVer3"):
        yield PRODUCTS


def _one_by_one(name: str, inputs: int, shape: tuple[int, int, int, int], seed: int) -> Case:
    B, T, C, H = shape
    arguments = {
        "HeadVer4": {"block_size": T, "embed_size": C, "head_size": C},
        "MultiHeadVer1": {"block_size": T, "embed_size": C, "n_heads": H},
        "MultiHeadVer2": {"block_size": T, "embed_size": C, "n_heads": H},
        "FeedForward": {"embed_size": C},
    }
    build = Build("stand_ins.OneByOne", {"module": Build(name, arguments.get(name, {}))})
    source = Numbers(torch.Generator().manual_seed(seed), "decimals")
    return Case(build, source.weights(build), (Call((source.tensor(inputs, B, T, C),)),))
