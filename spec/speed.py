"""How much faster one version is than another, by the CPU time of the process that does the work."""

from __future__ import annotations

import torch
from hypothesis import strategies as st

from spec.case import Build, Call, Case, Implementation
from spec.close import LOOSE, assert_close
from spec.heads import stacked
from spec.numbers import Draw, numbers
from spec.race import Race


@st.composite
def averaging(draw: Draw) -> Case:
    """HeadVer1 on B 4, T 32, C 64: 128 means in the loops, where HeadVer2 has one product."""
    source = numbers(draw, ("decimals",))
    return _forward(Build("HeadVer1"), {}, source.tensor(4, 32, 64), source.tensor(4, 32, 64))


@st.composite
def many_small_heads(draw: Draw) -> Case:
    """MultiHeadVer1 on B 2, T 16, C 64, H 32: many small operations, where one for all heads saves most.

    At the course's own size (B 32, T 64, C 512, H 8) both spend their time in the same large products.
    """
    build = Build("MultiHeadVer1", {"block_size": 16, "embed_size": 64, "n_heads": 32})
    source = numbers(draw, ("decimals",))
    return _forward(build, source.weights(build), source.tensor(2, 16, 64), source.tensor(2, 16, 64))


def race_heads(impl: Implementation, reference: Implementation, case: Case, k: float) -> Race:
    """The implementation's HeadVer2 against the reference's HeadVer1."""
    return _race(impl, case.of("HeadVer2", {}), reference, case, k)


def race_multi_heads(impl: Implementation, reference: Implementation, case: Case, k: float) -> Race:
    """The implementation's MultiHeadVer2 against the reference's MultiHeadVer1, of the same weights."""
    return _race(impl, case.of("MultiHeadVer2", stacked(case)), reference, case, k)


def assert_faster(race: Race, what: str) -> None:
    """The race is not lost; where it stays undecided, nobody is blamed."""
    assert race.verdict != "not faster", f"{what} is {race}, expected at least {race.k:g} times as fast"


def _forward(build: Build, weights: dict[str, torch.Tensor], x: torch.Tensor, cotangent: torch.Tensor) -> Case:
    return Case(build, weights, (Call((x,), cotangents=(cotangent,)),))


def _race(impl: Implementation, mine: Case, reference: Implementation, theirs: Case, k: float) -> Race:
    generator = torch.Generator().manual_seed(0)

    def round() -> float:
        """ABBA on a fresh input; the outputs are compared once the clocks have stopped."""
        x = torch.randn(theirs.x.shape, generator=generator)
        turns = ((impl, mine), (reference, theirs), (reference, theirs), (impl, mine))
        replies = [runner(case.on(x)).reply for runner, case in turns]
        for got, want in zip((replies[0], replies[3]), (replies[1], replies[2])):
            bound = LOOSE * max(1.0, float(want.output.abs().max()))
            assert_close(got.output, want.output, "the output, compared with Ver1's", bound)
        return (replies[1].seconds + replies[2].seconds) / (replies[0].seconds + replies[3].seconds)

    round()  # warms both up
    return Race(k).run(round)
