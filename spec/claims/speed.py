"""How much faster one version is than another."""

from __future__ import annotations

from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Call, Case, Implementation, Reply
from harness.compare.race import Race
from harness.compare.side_by_side import OwnRival, side_by_side
from harness.draw.numbers import Draw, numbers
from spec.claims.heads import second_version

# B, T, C of the races. Means are taken of few features: the wider they are, the less the loops over them stand out.
AVERAGED = 4, 32, 16
MANY_HEADS = 2, 16, 64
A_MEAN, A_HEAD = 4, 30  # operations; the course's loops take 6 for each mean and 34 for each head


@st.composite
def averaging(draw: Draw) -> Case:
    """HeadVer1 on B 4, T 32, C 16: 128 means in the loops, where HeadVer2 has one product."""
    source = numbers(draw, ("decimals",))
    return _forward(Build("HeadVer1"), {}, source.tensor(*AVERAGED), source.tensor(*AVERAGED))


@st.composite
def many_small_heads(draw: Draw) -> Case:
    """MultiHeadVer1 on B 2, T 16, C 64, H 32: many small operations, where one for all heads saves most.

    At the course's own size (B 32, T 64, C 512, H 8) both spend their time in the same large products.
    """
    build = Build("MultiHeadVer1", {"block_size": 16, "embed_size": 64, "n_heads": 32})
    source = numbers(draw, ("decimals",))
    return _forward(build, source.weights(build), source.tensor(*MANY_HEADS), source.tensor(*MANY_HEADS))


def is_a_measure(opponent: Implementation, case: Case, spent: Reply) -> bool:
    """Whether a first version, which spent that on its case, takes as long as loops do.

    A student's own may be right without a loop: the second, right too, is then no faster, and nobody is blamed.
    """
    B, T, _ = case.x.shape
    loops = A_HEAD * case.build.args["n_heads"] if case.build.args else A_MEAN * B * T
    return not isinstance(opponent, OwnRival) or spent.operations >= loops


def race_heads(impl: Implementation, opponent: Implementation, case: Case, k: float) -> Race:
    """The implementation's HeadVer2 against the opponent's HeadVer1."""
    return Race(k).run(side_by_side(impl, case.of("HeadVer2", {}), opponent, case))


def race_multi_heads(impl: Implementation, opponent: Implementation, case: Case, k: float) -> Race:
    """The implementation's MultiHeadVer2 against the opponent's MultiHeadVer1, of the same weights."""
    return Race(k).run(side_by_side(impl, second_version(case), opponent, case))


def _forward(build: Build, weights: dict[str, Tensor], x: Tensor, cotangent: Tensor) -> Case:
    return Case(build, weights, (Call((x,), cotangents=(cotangent,)),))
