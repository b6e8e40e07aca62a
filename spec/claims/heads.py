"""MultiHeadVer1 in terms of its heads, and in terms of MultiHeadVer2."""

from __future__ import annotations

import torch
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Case, Implementation
from harness.draw.numbers import Draw, flags


def head(case: Case, i: int) -> Case:
    """Head i of a MultiHeadVer1 case, as a HeadVer4 of its own."""
    sizes = case.build.args
    C = sizes["embed_size"]
    build = Build("HeadVer4", {"block_size": sizes["block_size"], "embed_size": C, "head_size": C // sizes["n_heads"]})
    weights = {f"{name}.weight": case.weights[f"heads.{i}.{name}.weight"] for name in ("query", "key", "value")}
    return Case(build, weights, case.calls).on(*case.call.inputs, cotangents=())


def stacked(case: Case) -> dict[str, Tensor]:
    """The weights of a MultiHeadVer1 case as MultiHeadVer2 keeps them: rows i*D..(i+1)*D are head i's."""
    H = case.build.args["n_heads"]
    rows = {
        f"{name}.weight": torch.cat([case.weights[f"heads.{i}.{name}.weight"] for i in range(H)])  # (C, C)
        for name in ("query", "key", "value")
    }
    return rows | {name: case.weights[name] for name in ("proj.weight", "proj.bias")}


def second_version(case: Case) -> Case:
    """A case of MultiHeadVer1 for MultiHeadVer2, with the same weights."""
    return case.of("MultiHeadVer2", stacked(case))


@st.composite
def indivisible(draw: Draw, name: str) -> Case:
    """A constructor with an n_heads that does not divide embed_size."""
    H = draw(st.integers(2, 9))
    C = draw((st.integers(1, 16) | st.integers(17, 128)).filter(lambda C: C % H != 0))
    sizes = {"block_size": draw(st.integers(1, 8)), "embed_size": C, "n_heads": H}
    return Case(Build(name, sizes, by_position=draw(flags)), {}, ())


def assert_refused(impl: Implementation, case: Case) -> None:
    """The constructor raises ValueError."""
    outcome = impl(case)
    error = outcome.error
    if error is not None and (error.always or error.stage != "construction" or "ValueError" not in error.kinds):
        assert outcome.replies is not None
    sizes = case.build.args
    assert error is not None, f"no ValueError for embed_size {sizes['embed_size']} and n_heads {sizes['n_heads']}"
