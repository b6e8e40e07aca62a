"""HeadVer4 with debug=True: q, k and v from a unit normal.

Where variances are judged, each sequence has one position, so that the scores are independent: q k / sqrt(D) has
mean 0, variance 1 and fourth moment 3 + 6/D.
"""

from __future__ import annotations

from dataclasses import replace
from math import erf, log, sqrt

import torch
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Call, Case, Implementation, Reply
from harness.compare.chance import FALSE_ALARM, assert_rate, median_tail
from harness.compare.close import LOOSE, assert_close
from harness.draw.numbers import Draw, flags, numbers, seeds
from spec.claims.attention import assert_rows_are_weights

CALLS = 11
DEFINED = 2**18  # draws
OFF_BY = 0.25


@st.composite
def debugs(draw: Draw, n: int, T: int = 1, largest_head: int = 8, longest: int = 0) -> Case:
    """One call with debug=True on n sequences, x (n, T, C), of T to longest positions; D >= 2, C != D.

    The numbers in x are large: where they matter, nothing is distributed as it should be.
    """
    T = draw(st.integers(T, max(T, longest)))
    D = draw(st.integers(2, largest_head))
    C = draw(st.integers(1, 8).filter(lambda C: C != D))
    build = Build("HeadVer4", {"block_size": T + draw(st.integers(0, 3)), "embed_size": C, "head_size": D})
    source = numbers(draw)
    call = Call((16 * source.tensor(n, T, C),), options={"debug": True}, train=draw(flags), seed=draw(seeds))
    return Case(build, source.weights(build), (call,))


def assert_variance_is_one(impl: Implementation, case: Case) -> None:
    """The median of self.var over CALLS calls is off by OFF_BY at most.

    Over n independent scores the variance of the sample variance is below (2 + 6/D) / (n - 1) + 2 / (n - 1)^2;
    Chebyshev's inequality bounds the chance that one call is off, and more than half of the calls must be. With D >= 2
    and n = 16,384, the chance that the median is off is below FALSE_ALARM.
    """
    n = len(case.x)
    single = ((2 + 6 / 2) / (n - 1) + 2 / (n - 1) ** 2) / OFF_BY**2
    assert median_tail(single, CALLS) < FALSE_ALARM
    variances = torch.stack([_log(reply, "var") for reply in impl(_again(case, CALLS)).replies])  # (CALLS)
    assert len(variances.unique()) > 1, f"self.var is {variances[0]} in each of {CALLS} calls: whose variance is it?"
    found = variances.median().item()
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
    assert distance <= bound, f"the output is not distributed as a unit normal: off by {distance:.3f} of {bound:.3f}"


def assert_own_numbers_everywhere(impl: Implementation, case: Case) -> None:
    """Examples, positions and the features of v have their own numbers, drawn for each; T = 3.

    The ratio of the weights of positions 1 and 0 is exp(q_t (k_1 - k_0) / sqrt(D)); v follows from the output and wei.
    """
    wei, output = _wei_and_output(impl, case)
    ratio = (wei[:, 1:, 1] / wei[:, 1:, 0]).log()  # (n, 2)
    v = torch.linalg.solve_triangular(wei, output, upper=False)  # (n, 3, D)
    assert not _all_close(ratio[:, 0], ratio[:, 1]), "with debug=True, all positions have the same q"
    assert not _all_close(ratio, torch.zeros_like(ratio)), "with debug=True, all positions have the same k"
    assert not _all_close(v[:, 1], v[:, 0]), "with debug=True, all positions have the same v"
    assert not _all_close(v, v[..., :1].expand_as(v)), "with debug=True, all features of v are the same number"
    assert not _all_close(ratio, ratio[:1].expand_as(ratio)), "with debug=True, all examples have the same q and k"
    assert not _all_close(v, v[:1].expand_as(v)), "with debug=True, all examples have the same v"


def assert_drawn_apart(impl: Implementation, case: Case) -> None:
    """v tells nothing about q and k; T = 2, false alarm: FALSE_ALARM for each of the two checks.

    Of two examples, the one with the larger |q_1 (k_1 - k_0)| has the larger |v_1| as often as not, and the larger
    |v_1 - v_0| as often as not.
    """
    wei, output = _wei_and_output(impl, case)
    v = torch.linalg.solve_triangular(wei, output, upper=False)  # (n, 2, D)
    score = (wei[:, 1, 1] / wei[:, 1, 0]).log().abs()  # (n)
    for what, size in (("q", v[:, 1].norm(dim=-1)), ("k", (v[:, 1] - v[:, 0]).norm(dim=-1))):
        agree = (score[0::2] > score[1::2]) == (size[0::2] > size[1::2])  # (n / 2)
        assert_rate(int(agree.sum()), len(agree), 0.5, f"with debug=True, v is drawn apart from {what}: sizes agree")


def assert_scores_are_of_normals(impl: Implementation, case: Case) -> None:
    """The log of the ratio of the weights of positions 1 and 0 is distributed as q (k_1 - k_0) / sqrt(D) is; T = 2.

    Both distribution functions are estimated, that of the definition from DEFINED draws of its own, and each is off by
    more than sqrt(log(2/a) / 2m) with chance a at most (Massart 1990).
    """
    (wei, _), D = _wei_and_output(impl, case), case.build.args["head_size"]
    score = (wei[:, 1, 1] / wei[:, 1, 0]).log().sort().values  # (n)
    q, k, other = torch.randn(3, DEFINED, D, generator=torch.Generator().manual_seed(0))
    defined = ((q * (k - other)).sum(dim=-1) / D**0.5).sort().values  # (DEFINED)
    seen = torch.cat([score, defined])
    shares = [torch.searchsorted(draws, seen, right=True) / len(draws) for draws in (score, defined)]
    distance = float((shares[0] - shares[1]).abs().max())
    bound = sum(sqrt(log(2 / FALSE_ALARM) / (2 * len(draws))) for draws in (score, defined))
    assert distance <= bound, (
        "with debug=True, the scores are not distributed as those of unit normals: "
        f"off by {distance:.3f} of {bound:.3f}"
    )


def _wei_and_output(impl: Implementation, case: Case) -> tuple[Tensor, Tensor]:
    """(n, T, T) and (n, T, D)."""
    reply, (n, T, _) = impl(case).reply, case.x.shape
    shape = (n, T, case.build.args["head_size"])
    assert tuple(reply.output.shape) == shape, f"the output has shape {tuple(reply.output.shape)}, expected {shape}"
    assert_rows_are_weights(reply, (n, T, T))
    return reply.logged["wei"], reply.output


def _all_close(one: Tensor, other: Tensor) -> bool:
    return bool(((one - other).abs() < LOOSE).all())


def assert_drawn_anew(impl: Implementation, case: Case) -> None:
    """Calls give other outputs (by chance the same ones: never), and two seeds leave other random states."""
    seed = case.call.seed or 0
    calls = (replace(case.call, seed=s) for s in (seed, None, seed + 1))
    first, second, other = impl(case.calling(*calls)).replies
    assert not torch.equal(first.output, second.output), "two calls, one after another, give the same output"
    assert not torch.equal(first.output, other.output), "from two random states come the same outputs"
    assert first.random_state != other.random_state, "forward resets torch's random state: it sets a seed"
    assert not first.altered, f"forward changed {' and '.join(first.altered)}"


def assert_debug_is_forgotten(impl: Implementation, case: Case) -> None:
    """A call without debug gives after one with debug what it gave before."""
    plain = Call((case.x,))
    before, _, after = impl(case.calling(plain, case.call, plain)).replies
    assert_close(after.output, before.output, "the output without debug, after a call with it")
    assert_close(_log(after, "var"), _log(before, "var"), "self.var without debug, after a call with it")


def _again(case: Case, times: int) -> Case:
    return case.calling(*(replace(case.call, seed=(case.call.seed or 0) + i) for i in range(times)))


def _log(reply: Reply, name: str) -> Tensor:
    assert name in reply.logged, f"self.{name} is not a tensor after forward"
    return reply.logged[name]
