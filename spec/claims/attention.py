"""What attention is held to, of one head and of many."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Call, Case, Implementation, Reply
from harness.compare.close import Different, assert_close
from harness.draw.numbers import Draw, flags, numbers
from spec.cases import LARGEST, cases

kinds = st.sampled_from(("as usual", "loud", "as usual", "long"))
long = st.integers(33, LARGEST)
many = st.sampled_from((5, 8, 11))


def assert_rows_are_weights(reply: Reply, shape: tuple[int, ...]) -> None:
    """self.wei (..., T, T) is detached, in [0, 1], zero above the diagonal, and each of its rows sums to 1."""
    wei = reply.log("wei")
    assert tuple(wei.shape) == shape, f"self.wei has shape {tuple(wei.shape)}, expected {shape}"
    past = torch.tril(wei)
    if not torch.equal(past, wei):
        raise Different("self.wei", past, wei, "it is not zero above the diagonal: a position looks ahead")
    assert bool((wei >= 0).all()), "self.wei has a negative weight"
    assert_close(wei.sum(dim=-1), torch.ones(shape[:-1]), "the sums of the rows of self.wei")


def project(case: Case, name: str, x: Tensor) -> Tensor:
    """x (B, T, C) -> q, k or v (B, T, D), by the weights of the case."""
    return F.linear(x, case.weights[f"{name}.weight"])


def scaled_scores(case: Case) -> Tensor:
    """q k^T / sqrt(D) of a HeadVer4 case, (B, T, T)."""
    q, k = project(case, "query", case.x), project(case, "key", case.x)  # (B, T, D)
    return q @ k.mT / q.shape[-1] ** 0.5


@st.composite
def stretched(draw: Draw, name: str) -> Case:
    """One forward pass of a class that attends, with a cotangent to pull back.

    Among them are such as sizes and numbers of order 1 seldom give. With loud scores, exp overflows or underflows where
    the largest is not subtracted first, and a mask of -100 hides nothing. Long sequences show a window, many heads that
    some are alike.
    """
    kind = draw(kinds)
    if kind == "long":
        return _long(draw, name)
    case = draw(cases(name, awkward=kind == "as usual"))
    return case.on(_loud(case.x)) if kind == "loud" else case


def _long(draw: Draw, name: str) -> Case:
    """T > 32 and, where there are heads, more than four of them."""
    H, D, T = draw(many), draw(st.integers(1, 2)), draw(long)
    C = H * D
    width = {"head_size": C} if name == "HeadVer4" else {"n_heads": H}
    build = Build(name, {"block_size": LARGEST, "embed_size": C, **width}, by_position=draw(flags))
    source = numbers(draw, ("decimals",))
    x, cotangent = source.tensor(1, T, C), source.tensor(1, T, C)  # (1, T, C) each
    x = _loud(x) if draw(flags) else x
    return Case(build, source.weights(build), (Call((x,), train=draw(flags), cotangents=(cotangent,)),))


def _loud(x: Tensor) -> Tensor:
    """x (B, T, C), so much larger that the scores are some hundreds. The weights are small where C > 8."""
    return x * (16 if x.shape[-1] <= 8 else 32)


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
