"""Blocks whose sublayers say nothing."""

from __future__ import annotations

from dataclasses import replace

import torch
from hypothesis import strategies as st

from harness.case import Case
from harness.draw.numbers import Draw
from spec.cases import cases, with_gradient


@st.composite
def silent(draw: Draw, name: str) -> Case:
    """A block whose head and ffwd give zeros for every input: their last maps are zero."""
    case = draw(cases(name, awkward=False).filter(with_gradient))
    last = ("head.weight", "head.bias", "head.value.weight", "ffwd.w2.weight", "ffwd.w2.bias")
    weights = {key: torch.zeros_like(weight) if key in last else weight for key, weight in case.weights.items()}
    return replace(case, weights=weights)
