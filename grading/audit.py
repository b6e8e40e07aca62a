"""Holds the counts of operations and FLOPs, taken in the submission's own process, against the kernel's clock.

A submission may hide work from the count, but not from the clock. Where one dimension is large, a loop over it takes
many times as long as the answer, and so does the work of heads that each make all maps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from spec.case import Build, Call, Case, Implementation, NeverRuns
from spec.numbers import Numbers
from spec.race import Race
from spec.speed import side_by_side

LOOPLESS = ("HeadVer2", "HeadVer3", "MultiHeadVer2")
SLOWER = 6.0  # times the CPU time of the answers: hidden work takes 10 and more here, right ways of writing 3 at most
SUSPECT = SLOWER / 1.5


@dataclass(frozen=True)
class Size:
    """Where hidden work shows. So many inputs (B, T, C) go into one request, which takes time itself."""

    what: str
    inputs: int
    B: int
    T: int
    C: int
    H: int


EXAMPLES = Size("examples", inputs=4, B=2048, T=2, C=2, H=1)
POSITIONS = Size("positions", inputs=64, B=1, T=128, C=2, H=1)
HEADS = Size("heads", inputs=16, B=1, T=2, C=128, H=128)
PRODUCTS = Size("products", inputs=1, B=1, T=128, C=512, H=32)


def contradiction(impls: Sequence[Implementation], answers: Implementation, name: str) -> str:
    """What the clock says against the first of these; nothing where one of them runs, and takes no longer than it may.

    They are one submission, with its own earlier classes and with others in their place: a class may need its own ones,
    and must not pay for slow ones.
    """
    said = ""
    for impl in impls:
        try:
            assert_clock_agrees(impl, answers, name)
        except (AssertionError, NeverRuns) as error:
            said = said or str(error)
        else:
            return ""
    return said


def assert_clock_agrees(impl: Implementation, answers: Implementation, name: str) -> None:
    """A forward pass takes no longer than right ways of writing do, at sizes where what is hidden shows.

    A first round that is well within settles it; else the race is run until a false verdict is less likely than once in
    a million.
    """
    for size in _sizes(name):
        case = _one_by_one(name, size)
        race, round = Race(1 / SLOWER), side_by_side(impl, case, answers, case)
        race.run(round, rounds=1)
        if race.ratio < 1 / SUSPECT:
            race.run(round)
        assert race.verdict != "not faster", (
            f"with many {size.what}, {name} takes {1 / race.ratio:.1f} times the CPU time of the answers: "
            "more than its operations and FLOPs, as they were counted, can explain"
        )


def _sizes(name: str) -> Iterator[Size]:
    if name in LOOPLESS:
        yield from (EXAMPLES, POSITIONS)
    if name == "MultiHeadVer2":
        yield HEADS
    if name not in ("HeadVer2", "HeadVer3"):
        yield PRODUCTS


def _one_by_one(name: str, size: Size) -> Case:
    T, C = size.T, size.C
    arguments = {
        "HeadVer4": {"block_size": T, "embed_size": C, "head_size": C},
        "MultiHeadVer1": {"block_size": T, "embed_size": C, "n_heads": size.H},
        "MultiHeadVer2": {"block_size": T, "embed_size": C, "n_heads": size.H},
        "FeedForward": {"embed_size": C},
    }
    build = Build("stand_ins.OneByOne", {"module": Build(name, arguments.get(name, {}))})
    source = Numbers(torch.Generator().manual_seed(0), "decimals")
    return Case(build, source.weights(build), (Call((source.tensor(size.inputs, size.B, T, C),)),))
