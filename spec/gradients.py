"""How much of a gradient arrives at the bottom of a deep stack.

In a plain stack of linear layers the factor is 3^(-depth / 2), 1.7e-5 at depth 20, times what chance makes of
|cotangent|. With LayerNorm, the logarithm of the factor had mean 0.004 and standard deviation 0.051 over 600 seeds at
depth 20 (0.84 to 1.17), so that the bounds 1/2 and 2 are 13 standard deviations away.

In a stack of the course's blocks it is the residual path that lets the gradient through. LayerNorm keeps it from
growing: at depth 16 the factor of BlockVer2 is that of BlockVer3 times e^2.13, with standard deviation 0.23 of the
exponent over 30 seeds, so that LESS is 6 of them away.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from hypothesis import strategies as st

from spec.case import Build, Call, Case, Implementation, Outcome
from spec.numbers import Draw, seeds
from spec.trusted import start_values

DEPTHS, BLOCK_DEPTHS = (5, 10, 20), (4, 8, 16)
BLOCKS = "stand_ins.BlockVer1", "stand_ins.BlockVer2", "BlockVer3"
B, T, C, WIDE = 8, 8, 32, 64
VANISHED = 1e-3
ARRIVED = 0.5
LESS = 2.0


@st.composite
def linear_stacks(draw: Draw) -> list[tuple[Case, Case]]:
    """Of each depth a stack of linear layers, and the same with a LayerNorm after each; x, cotangent (B, WIDE) normal.

    The linear maps are rotations, scaled by 1 / sqrt(3): like torch's start values they shrink what passes to a third
    of its energy, but exactly.
    """
    generator = torch.Generator().manual_seed(draw(seeds))
    return [_pair(depth, generator) for depth in DEPTHS]


def linear_gains(impl: Implementation, depths: Sequence[int]) -> tuple[list[float], list[float]]:
    """The gains of such stacks of these depths: without LayerNorm, and with it."""
    generator = torch.Generator().manual_seed(0)
    pairs = [_pair(depth, generator) for depth in depths]
    plain, normed = ([gain(impl(case), case) for case in cases] for cases in zip(*pairs))
    return plain, normed


def _pair(depth: int, generator: torch.Generator) -> tuple[Case, Case]:
    linear = Build("stand_ins.Linear", {"in_features": WIDE, "out_features": WIDE, "bias": False})
    norm = Build("LayerNorm", {"embed_size": WIDE})
    rotations = torch.linalg.qr(torch.randn(depth, WIDE, WIDE, generator=generator)).Q / 3**0.5  # (depth, WIDE, WIDE)
    weights = {f"linear_{i}.weight": rotation for i, rotation in enumerate(rotations)}
    ones = {f"norm_{i}.weight": torch.ones(WIDE) for i in range(depth)}
    zeros = {f"norm_{i}.bias": torch.zeros(WIDE) for i in range(depth)}
    x, cotangent = torch.randn(2, B, WIDE, generator=generator)  # (B, WIDE) each
    call = Call((x,), cotangents=(cotangent,))
    plain = Build("stand_ins.Stack", {f"linear_{i}": linear for i in range(depth)})
    layers = {f"{kind}_{i}": build for i in range(depth) for kind, build in (("linear", linear), ("norm", norm))}
    return (
        Case(plain, weights, (call,)),
        Case(Build("stand_ins.Stack", layers), weights | ones | zeros, (call,)),
    )


@st.composite
def block_stacks(draw: Draw) -> list[tuple[Case, Case, Case]]:
    """Of each depth a stack of BlockVer1, of BlockVer2 and of BlockVer3, the first two being stand-ins; x, cotangent
    (B, T, C) normal, the weights as torch's own layers start.
    """
    seed = draw(seeds)
    first, second, third = BLOCKS
    return [
        (_stack(first, depth, seed), _stack(second, depth, seed), _stack(third, depth, seed)) for depth in BLOCK_DEPTHS
    ]


def block_gains(impl: Implementation, depths: Sequence[int]) -> list[list[float]]:
    """The gains of such stacks of these depths: of BlockVer1, of BlockVer2 and of BlockVer3."""
    stacks = ([_stack(name, depth, seed=0) for depth in depths] for name in BLOCKS)
    return [[gain(impl(case), case) for case in cases] for cases in stacks]


def _stack(name: str, depth: int, seed: int) -> Case:
    x, cotangent = torch.randn(2, B, T, C, generator=torch.Generator().manual_seed(seed))  # (B, T, C) each
    head = Build("stand_ins.HeadVer4", {"block_size": T, "embed_size": C, "head_size": C})
    block = Build(name, {"head": head, "embed_size": C})
    build = Build("stand_ins.Stack", {f"block_{i}": block for i in range(depth)})
    return Case(build, start_values(build, seed), (Call((x,), cotangents=(cotangent,)),))


def gain(outcome: Outcome, case: Case) -> float:
    """|gradient of x| / |cotangent|, the latter being as long as its unit normal numbers are on average."""
    return float(outcome.reply.gradients["x"].norm()) / case.x.numel() ** 0.5
