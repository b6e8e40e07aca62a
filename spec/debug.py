"""HeadVer4 with debug=True: q, k and v from a unit normal.

All sequences have one position, so that the scores are independent: q k / sqrt(D) has mean 0, variance 1 and fourth
moment 3 + 6/D.
"""

from __future__ import annotations

from dataclasses import replace
from math import erf, log, sqrt

import torch
from hypothesis import strategies as st
from torch import Tensor

from spec.case import Build, Case, Call, Implementation, Reply
from spec.chance import FALSE_ALARM, median_tail
from spec.strategies import Draw, numbers, seeds

CALLS = 9
OFF_BY = 0.25


@st.composite
def debugs(draw: Draw, n: int) -> Case:
    """One call with debug=True on n sequences (B = n, T = 1), x (n, 1, C), D >= 2, C != D."""
    D = draw(st.integers(2, 8))
    C = draw(st.integers(1, 8).filter(lambda C: C != D))
    build = Build("HeadVer4", {"block_size": draw(st.integers(1, 4)), "embed_size": C, "head_size": D})
    source = numbers(draw)
    call = Call((source.tensor(n, 1, C),), options={"debug": True}, train=draw(st.booleans()), seed=draw(seeds))
    return Case(build, source.weights(build), (call,))


def assert_variance_is_one(impl: Implementation, case: Case) -> None:
    """The median of self.var over nine calls is off by OFF_BY at most.

    Over n independent scores the variance of the sample variance is below (2 + 6/D) / (n - 1) + 2 / (n - 1)^2; Chebyshev's
    inequality bounds the chance that one call is off, and more than half of the calls must be. D >= 2, n = 4096.
    """
    n = len(_x(case))
    single = ((2 + 6 / 2) / (n - 1) + 2 / (n - 1) ** 2) / OFF_BY**2
    assert median_tail(single, CALLS) < FALSE_ALARM
    found = torch.stack([_log(reply, "var") for reply in impl(_again(case, CALLS)).replies]).median().item()
    assert abs(found - 1) <= OFF_BY, f"self.var is {found:.3f}, expected about 1: how are the scores scaled?"


def assert_values_are_normal(impl: Implementation, case: Case) -> None:
    """The n * D outputs, each a number of v, are distributed as a unit normal.

    The largest distance of the two distribution functions exceeds sqrt(log(2/a) / 2m) with chance a at most, m numbers
    (Massart 1990, "The Tight Constant in the Dvoretzky-Kiefer-Wolfowitz Inequality").
    """
    values = impl(case).output.flatten().double().sort().values  # (m)
    m = len(values)
    normal = torch.tensor([(1 + erf(value / sqrt(2))) / 2 for value in values.tolist()], dtype=torch.float64)
    above, below = torch.arange(1, m + 1) / m - normal, normal - torch.arange(m) / m
    distance, bound = float(torch.maximum(above, below).max()), sqrt(log(2 / FALSE_ALARM) / (2 * m))
    assert distance <= bound, f"the output is not distributed as a unit normal: off by {distance:.3f} (bound {bound:.3f})"


def assert_ignores_x(impl: Implementation, case: Case) -> None:
    """Another x with the same random state gives the same output."""
    (x,) = case.call.inputs
    assert isinstance(x, Tensor)
    assert torch.equal(impl(case).output, impl(case.on(1 - x)).output), "the output depends on x, although debug=True"


def assert_drawn_anew(impl: Implementation, case: Case) -> None:
    """Two calls give other outputs (by chance the same ones: never) and leave other random states."""
    first, second = impl(_again(case, 2)).replies
    assert first.outputs[0] is not None and second.outputs[0] is not None
    assert not torch.equal(first.outputs[0], second.outputs[0]), "two calls with debug=True give the same output"
    assert first.random_state != second.random_state, "forward resets torch's random state: it sets a seed"
    assert not first.altered, f"forward changed {' and '.join(first.altered)}"


def _again(case: Case, times: int) -> Case:
    return case.calling(*(replace(case.call, seed=case.call.seed + i) for i in range(times)))


def _x(case: Case) -> Tensor:
    (x,) = case.call.inputs
    assert isinstance(x, Tensor)
    return x


def _log(reply: Reply, name: str) -> Tensor:
    assert name in reply.logged, f"self.{name} is not a tensor after forward"
    return reply.logged[name]
