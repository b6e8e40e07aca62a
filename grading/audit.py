"""Holds the counts of operations and FLOPs, taken in the submission's own process, against the kernel's clock.

A submission may hide work from the count, but not from the clock. Where one dimension is large, a loop over it takes
many times as long as the answer, and so does the work of heads that each make all maps.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch

from spec.case import Build, Call, Case, Implementation
from spec.numbers import Numbers
from spec.race import Race
from spec.speed import side_by_side

SLOWER = 2.5  # times the CPU time of the answers, which no right way of writing takes
SUSPECT = SLOWER / 1.5
SIZES = {  # B, T, C, H
    "examples": (2048, 4, 4, 2),
    "positions": (1, 128, 4, 2),
    "heads": (2, 4, 128, 128),
    "products": (8, 32, 512, 16),
}
CALLS = {"positions": 8}  # in a row: else the request takes longer than the call
LOOPLESS = ("HeadVer2", "HeadVer3", "MultiHeadVer2")


def assert_clock_agrees(impl: Implementation, answers: Implementation, name: str) -> None:
    """A forward pass takes less than SLOWER times the answers' CPU time, at sizes where what is hidden shows.

    A first round that is well within settles it; else the race is run until a false verdict is less likely than once in
    a million.
    """
    for what, case in _cases(name):
        race, round = Race(1 / SLOWER), side_by_side(impl, case, answers, case, CALLS.get(what, 1))
        race.run(round, rounds=1)
        if race.ratio < 1 / SUSPECT:
            race.run(round)
        assert race.verdict != "not faster", (
            f"with many {what}, {name} takes {1 / race.ratio:.1f} times the CPU time of the answers: "
            "more than its operations and FLOPs, as they were counted, can explain"
        )


def _cases(name: str) -> Iterator[tuple[str, Case]]:
    for what, (B, T, C, H) in SIZES.items():
        if (what == "products") == (name not in LOOPLESS):
            yield what, _case(name, B, T, C, H)
    if name == "MultiHeadVer2":
        yield "products", _case(name, *SIZES["products"])


def _case(name: str, B: int, T: int, C: int, H: int) -> Case:
    arguments = {
        "HeadVer4": {"block_size": T, "embed_size": C, "head_size": C},
        "MultiHeadVer1": {"block_size": T, "embed_size": C, "n_heads": H},
        "MultiHeadVer2": {"block_size": T, "embed_size": C, "n_heads": H},
        "FeedForward": {"embed_size": C},
    }
    build, source = Build(name, arguments.get(name, {})), Numbers(torch.Generator().manual_seed(0), "decimals")
    return Case(build, source.weights(build), (Call((source.tensor(B, T, C),)),))
