"""Cases of attention, among them such as sizes and numbers of order 1 seldom give.

With loud scores, exp overflows or underflows where the largest is not subtracted first, and a mask of -100 hides
nothing. Long sequences show a window, many heads that some are alike.
"""

from __future__ import annotations

from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Call, Case
from harness.draw.numbers import Draw, flags, numbers
from spec.cases import cases

LONGEST = 40

kinds = st.sampled_from(("as usual",) * 5 + ("loud",) * 3 + ("long",) * 2)
lengths = st.sampled_from(range(33, LONGEST + 1))
many = st.sampled_from((5, 8, 11))


@st.composite
def stretched(draw: Draw, name: str) -> Case:
    """One forward pass of a class that attends, with a cotangent to pull back."""
    kind = draw(kinds)
    if kind == "long":
        return _long(draw, name)
    case = draw(cases(name, awkward=kind == "as usual"))
    return case.on(_loud(case.x)) if kind == "loud" else case


def _long(draw: Draw, name: str) -> Case:
    """T > 32 and, where there are heads, more than four of them."""
    H, D, T = draw(many), draw(st.integers(1, 2)), draw(lengths)
    C = H * D
    width = {"head_size": C} if name == "HeadVer4" else {"n_heads": H}
    build = Build(name, {"block_size": LONGEST, "embed_size": C, **width}, by_position=draw(flags))
    source = numbers(draw, ("decimals",))
    x, cotangent = source.tensor(1, T, C), source.tensor(1, T, C)  # (1, T, C) each
    x = _loud(x) if draw(flags) else x
    return Case(build, source.weights(build), (Call((x,), train=draw(flags), cotangents=(cotangent,)),))


def _loud(x: Tensor) -> Tensor:
    """x (B, T, C), so much larger that the scores are some hundreds. The weights are small where C > 8."""
    return x * (16 if x.shape[-1] <= 8 else 32)
