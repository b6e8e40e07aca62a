"""Which cases Hypothesis draws. Shrinking ends at the first of those to draw from."""

from __future__ import annotations

from hypothesis import strategies as st

from harness.case import Build, Call, Case
from harness.draw.numbers import Draw, flags, numbers

sizes = st.sampled_from((2, 1, *range(3, 9)))
ranks = st.integers(1, 3)
rates = st.sampled_from((1.0, 0.5, 0.25))
loudness = st.sampled_from((1, 1, 1, 64))  # exp overflows from 89 on


@st.composite
def softmaxes(draw: Draw) -> Case:
    """Softmax over any dimension of an x of any rank, at times a loud one, with a cotangent to pull back."""
    shape = [draw(sizes) for _ in range(draw(ranks))]
    build = Build("Softmax", {"dim": draw(st.integers(-len(shape), len(shape) - 1))}, by_position=draw(flags))
    source = numbers(draw)
    x, cotangent = source.tensor(*shape) * draw(loudness), source.tensor(*shape)
    return Case(build, {}, (Call((x,), train=draw(flags), cotangents=(cotangent,)),))


@st.composite
def regressions(draw: Draw) -> Case:
    """A forward pass of a Regression, x (N, F), with a cotangent (N, K)."""
    N, F, K = draw(sizes), draw(sizes), draw(sizes)
    build = Build("Regression", {"features": F, "classes": K}, by_position=draw(flags))
    source = numbers(draw)
    call = Call((source.tensor(N, F),), train=draw(flags), cotangents=(source.tensor(N, K),))
    return Case(build, source.weights(build), (call,))


@st.composite
def steps(draw: Draw) -> Case:
    """One step of a Regression, x (N, F) and labels (N)."""
    case: Case = draw(regressions())
    labels = numbers(draw).tokens(case.build.args["classes"], len(case.x))
    return case.on(case.x, labels, draw(rates), method="step", cotangents=())
