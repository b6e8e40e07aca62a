"""What a LayerNorm is held to: what it makes of features, and how much of a gradient it lets through a deep stack.

In a plain stack of linear layers the factor is 3^(-depth / 2), 1.7e-5 at depth 20, times what chance makes of
|cotangent|. With LayerNorm, the logarithm of the factor had mean 0.004 and standard deviation 0.051 over 600 seeds at
depth 20 (0.84 to 1.17), so that the bounds 1/2 and 2 are 13 standard deviations away.

In a stack of the course's blocks it is the residual path that lets the gradient through. LayerNorm keeps it from
growing: at depth 16 the factor of BlockVer2 is that of BlockVer3 times e^2.13, with standard deviation 0.23 of the
exponent over 30 seeds, so that LESS is 6 of them away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import torch
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Call, Case, Implementation, Outcome, stand_in
from harness.compare.close import LOOSE, assert_close
from harness.draw.numbers import Draw, seeds
from spec.cases import cases, with_gradient
from spec.right_model import start_values

LINEAR_DEPTH, BLOCK_DEPTH = 20, 16
B, T, C, WIDE = 8, 8, 32, 64
VANISHED = 1e-3
ARRIVED = 0.5
LESS = 2.0


@st.composite
def features(draw: Draw, eps: float | None = None, weighted: bool = False) -> Case:
    """A LayerNorm whose input has features that are well apart; weight 1 and bias 0 unless `weighted`."""
    case = draw(cases("LayerNorm", awkward=False).filter(with_gradient))
    x = case.x
    ramp = torch.arange(x.shape[-1]).float()  # (C)
    plain = {"weight": torch.ones_like(ramp), "bias": torch.zeros_like(ramp)}
    changes: dict[str, Any] = {} if weighted else {"weights": plain}
    if eps is not None:
        changes["build"] = replace(case.build, args={**case.build.args, "eps": eps})
    return replace(case.on(x.clamp(-2, 2) / 8 + ramp), **changes)


def at_start(case: Case) -> Case:
    """The same module, but LayerNorm's weights and biases are those that the constructor gives."""
    own = ("weight", "bias", "ln1.weight", "ln1.bias", "ln2.weight", "ln2.bias")
    return replace(case, weights={name: weight for name, weight in case.weights.items() if name not in own})


def normalized(case: Case) -> tuple[Tensor, Tensor]:
    """The mean and the variance (...) that the output of a LayerNorm of weight 1 and bias 0 must have."""
    variance = case.x.var(dim=-1, correction=0)  # (...)
    return torch.zeros_like(variance), variance / (variance + _eps(case))


def _eps(case: Case) -> float:
    return float(case.build.args.get("eps", 1e-5))


def assert_gradient_goes_through_the_statistics(impl: Implementation, case: Case) -> None:
    """The gradient of x is 0 along a shift of the features and, along a change of scale, only what eps leaves of it.

    With g the gradient of x, h that of the normalized features y = (x - mean) / sqrt(var + eps): sum g = 0, and
    sum g (x - mean) = eps / (var + eps) * sum h y.
    """
    x, (cotangent,), eps = case.x, case.call.cotangents, _eps(case)
    assert cotangent is not None
    gradient = impl(case).reply.gradients["x"]  # (..., C)
    centred = x - x.mean(dim=-1, keepdim=True)  # (..., C)
    variance = x.var(dim=-1, correction=0)  # (...)
    y = centred / (variance + eps).sqrt().unsqueeze(-1)  # (..., C)
    left = eps / (variance + eps) * (cotangent * case.weights["weight"] * y).sum(dim=-1)  # (...)
    zero = torch.zeros_like(variance)
    assert_close(gradient.sum(dim=-1), zero, "the gradient of x, summed over the features", LOOSE)
    assert_close((gradient * centred).sum(dim=-1), left, "the gradient of x, times x - mean, summed", LOOSE)


@st.composite
def linear_stacks(draw: Draw) -> tuple[Case, Case]:
    """LINEAR_DEPTH linear layers, without LayerNorm and with it."""
    return stacks_of_linear_layers(LINEAR_DEPTH, draw(seeds))


def stacks_of_linear_layers(depth: int, seed: int) -> tuple[Case, Case]:
    """A stack of linear layers, and the same with a LayerNorm after each; x, cotangent (B, WIDE) normal.

    The linear maps are rotations, scaled by 1 / sqrt(3): like torch's start values they shrink what passes to a third
    of its energy, but exactly.
    """
    generator = torch.Generator().manual_seed(seed)
    linear = stand_in("Linear", {"in_features": WIDE, "out_features": WIDE, "bias": False})
    norm = Build("LayerNorm", {"embed_size": WIDE})
    rotations = torch.linalg.qr(torch.randn(depth, WIDE, WIDE, generator=generator)).Q / 3**0.5  # (depth, WIDE, WIDE)
    weights = {f"linear_{i}.weight": rotation for i, rotation in enumerate(rotations)}
    ones = {f"norm_{i}.weight": torch.ones(WIDE) for i in range(depth)}
    zeros = {f"norm_{i}.bias": torch.zeros(WIDE) for i in range(depth)}
    x, cotangent = torch.randn(2, B, WIDE, generator=generator)  # (B, WIDE) each
    call = Call((x,), cotangents=(cotangent,))
    plain = stand_in("Stack", {f"linear_{i}": linear for i in range(depth)})
    layers = {f"{kind}_{i}": build for i in range(depth) for kind, build in (("linear", linear), ("norm", norm))}
    return (
        Case(plain, weights, (call,)),
        Case(stand_in("Stack", layers), weights | ones | zeros, (call,)),
    )


def linear_gains(impl: Implementation, depths: Sequence[int]) -> tuple[list[float], list[float]]:
    """The gains of such stacks of these depths: without LayerNorm, and with it."""
    plain, normed = _gains(impl, [stacks_of_linear_layers(depth, seed=0) for depth in depths])
    return plain, normed


@st.composite
def block_stacks(draw: Draw) -> tuple[Case, Case, Case]:
    """BLOCK_DEPTH blocks without residual connections, with them, and with LayerNorm too."""
    return stacks_of_blocks(BLOCK_DEPTH, draw(seeds))


def stacks_of_blocks(depth: int, seed: int) -> tuple[Case, Case, Case]:
    """A stack of BlockVer1, of BlockVer2 and of BlockVer3, the first two being stand-ins; x, cotangent (B, T, C)
    normal, the weights as torch's own layers start.
    """
    x, cotangent = torch.randn(2, B, T, C, generator=torch.Generator().manual_seed(seed))  # (B, T, C) each
    head = stand_in("HeadVer4", {"block_size": T, "embed_size": C, "head_size": C})

    def stack(made: Callable[[str, dict[str, Any]], Build], name: str) -> Case:
        block = made(name, {"head": head, "embed_size": C})
        build = stand_in("Stack", {f"block_{i}": block for i in range(depth)})
        return Case(build, start_values(build, seed), (Call((x,), cotangents=(cotangent,)),))

    return stack(stand_in, "BlockVer1"), stack(stand_in, "BlockVer2"), stack(Build, "BlockVer3")


def block_gains(impl: Implementation, depths: Sequence[int]) -> list[list[float]]:
    """The gains of such stacks of these depths: of BlockVer1, of BlockVer2 and of BlockVer3."""
    return _gains(impl, [stacks_of_blocks(depth, seed=0) for depth in depths])


def _gains(impl: Implementation, stacks: Sequence[tuple[Case, ...]]) -> list[list[float]]:
    return [[gain(impl(case), case) for case in cases] for cases in zip(*stacks)]


def gain(outcome: Outcome, case: Case) -> float:
    """|gradient of x| / |cotangent|, the latter being as long as its unit normal numbers are on average."""
    return float(outcome.reply.gradients["x"].norm()) / case.x.numel() ** 0.5
