"""What a head attends to, and how wide its scores are spread."""

from __future__ import annotations

import torch
from torch import Tensor

from harness.case import Build, Call, Case, Implementation
from spec.right_model import start_values

T, C = 5, 8
LOUD = 4.0  # else torch's start values attend to all positions nearly alike
SPREAD_SIZES = (1, 4, 16, 64)
SPREAD_T = 128


def of_averaging(impl: Implementation) -> str:
    """HeadVer3's weights."""
    wei = impl(Case(Build("HeadVer3"), {}, (Call((_normal(1, T, C),)),))).reply.log("wei")  # (T, T)
    return _matrix("HeadVer3", wei)


def of_attention(impl: Implementation) -> str:
    """HeadVer4's weights at torch's start values."""
    build = Build("HeadVer4", {"block_size": T, "embed_size": C, "head_size": C})
    call = Call((LOUD * _normal(1, T, C),))
    wei = impl(Case(build, start_values(build, seed=0), (call,))).reply.log("wei")  # (1, T, T)
    return _matrix("HeadVer4", wei[0])


def spread(impl: Implementation) -> str:
    """The variance of the scores by head_size, with q and k normal."""
    rows = [f"{'variance of the scores':32}{'self.var':>16}{'without the scale':>24}"]
    for D in SPREAD_SIZES:
        build = Build("HeadVer4", {"block_size": SPREAD_T, "embed_size": C, "head_size": D})
        call = Call((_normal(1, SPREAD_T, C),), options={"debug": True}, seed=0)
        var = float(impl(Case(build, {}, (call,))).reply.log("var"))
        rows.append(f"{f'head_size {D}':32}{var:>16.2f}{var * D:>24.2f}")
    return "\n".join(rows)


def _normal(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


def _matrix(name: str, wei: Tensor) -> str:
    rows = ("    " + "".join(f"{weight:8.2f}" for weight in row) for row in wei.tolist())
    return "\n".join([f"self.wei of {name}; row t holds what position t takes of each position:", *rows])
