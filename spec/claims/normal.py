"""What a LayerNorm is held to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Case, Implementation
from harness.compare.close import LOOSE, assert_close
from harness.draw.numbers import Draw
from spec.cases import cases, with_gradient


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
