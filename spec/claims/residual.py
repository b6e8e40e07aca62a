"""What a block with residual connections is held to."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

import torch
from hypothesis import strategies as st

from harness.case import Case, Implementation
from harness.compare.close import assert_close
from harness.draw.numbers import Draw
from spec.cases import cases, with_gradient

LAST_OF_HEAD = ("head.weight", "head.bias", "head.value.weight")
LAST_OF_FFWD = ("ffwd.w2.weight", "ffwd.w2.bias")


@st.composite
def silent(draw: Draw, name: str) -> Case:
    """A block whose head and ffwd give zeros for every input: their last maps are zero."""
    return silenced(draw(cases(name, awkward=False).filter(with_gradient)), (*LAST_OF_HEAD, *LAST_OF_FFWD))


def silenced(case: Case, maps: Container[str]) -> Case:
    """The same with zeros for these weights."""
    weights = {name: torch.zeros_like(weight) if name in maps else weight for name, weight in case.weights.items()}
    return replace(case, weights=weights)


def assert_lets_x_through(impl: Implementation, case: Case) -> None:
    """The output is x, and the gradient of x is that of the output."""
    reply, (cotangent,) = impl(case).reply, case.call.cotangents
    assert cotangent is not None
    assert_close(reply.output, case.x, "the output, compared with x")
    assert_close(reply.gradients["x"], cotangent, "the gradient of x")
