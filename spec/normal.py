"""What a LayerNorm is held to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import torch
from hypothesis import strategies as st
from torch import Tensor

from spec.case import Case
from spec.strategies import Draw, cases


@st.composite
def features(draw: Draw, eps: float | None = None, weighted: bool = False) -> Case:
    """A LayerNorm whose input has features that are well apart; weight 1 and bias 0 unless `weighted`."""
    case = draw(cases("LayerNorm", awkward=False))
    (x,) = case.call.inputs
    assert isinstance(x, Tensor) and case.weights is not None
    ramp = torch.arange(x.shape[-1]).float()  # (C)
    plain = {"weight": torch.ones_like(ramp), "bias": torch.zeros_like(ramp)}
    changes: dict[str, Any] = {} if weighted else {"weights": plain}
    if eps is not None:
        changes["build"] = replace(case.build, args={**case.build.args, "eps": eps})
    return replace(case.on(x / 4 + ramp), **changes)


def at_start(case: Case) -> Case:
    """The same module with the weights that its constructor gives it."""
    return replace(case, weights=None)


def normalized(case: Case) -> tuple[Tensor, Tensor]:
    """The mean and the variance (...) that the output of a LayerNorm of weight 1 and bias 0 must have."""
    (x,) = case.call.inputs
    assert isinstance(x, Tensor)
    args: Mapping[str, Any] = case.build.args
    variance = x.var(dim=-1, correction=0)  # (...)
    return torch.zeros_like(variance), variance / (variance + args.get("eps", 1e-5))
