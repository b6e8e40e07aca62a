"""How much faster one version is than another, by the CPU time of the process that does the work."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle

import torch
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Call, Case, Implementation, Outcome, Reply
from harness.compare.close import LOOSE, assert_close
from harness.compare.race import Race
from harness.draw.numbers import Draw, Numbers, numbers
from spec.claims.heads import second_version

# B, T, C of the races. Means are taken of few features: the wider they are, the less the loops over them stand out.
AVERAGED = 4, 32, 16
MANY_HEADS = 2, 16, 64
OTHERS = 4, 32, 64
A_MEAN, A_HEAD = 4, 30  # operations; the course's loops take 6 for each mean and 34 for each head


@st.composite
def averaging(draw: Draw) -> Case:
    """HeadVer1 on B 4, T 32, C 16: 128 means in the loops, where HeadVer2 has one product."""
    source = numbers(draw, ("decimals",))
    return _forward(Build("HeadVer1"), {}, source.tensor(*AVERAGED), source.tensor(*AVERAGED))


@st.composite
def many_small_heads(draw: Draw) -> Case:
    """MultiHeadVer1 on B 2, T 16, C 64, H 32: many small operations, where one for all heads saves most.

    At the course's own size (B 32, T 64, C 512, H 8) both spend their time in the same large products.
    """
    build = Build("MultiHeadVer1", {"block_size": 16, "embed_size": 64, "n_heads": 32})
    source = numbers(draw, ("decimals",))
    return _forward(build, source.weights(build), source.tensor(*MANY_HEADS), source.tensor(*MANY_HEADS))


def standard(name: str) -> Case:
    """The case at which the cost of a class is shown: that of its race, or B 4, T 32, C 64."""
    shapes = {
        **dict.fromkeys(("HeadVer1", "HeadVer2", "HeadVer3"), AVERAGED),
        **dict.fromkeys(("MultiHeadVer1", "MultiHeadVer2"), MANY_HEADS),
    }
    sizes: dict[str, dict[str, int]] = {
        "HeadVer4": {"block_size": 32, "embed_size": 64, "head_size": 64},
        "MultiHeadVer1": {"block_size": 16, "embed_size": 64, "n_heads": 32},
        "MultiHeadVer2": {"block_size": 16, "embed_size": 64, "n_heads": 32},
        "FeedForward": {"embed_size": 64},
    }
    source = Numbers(torch.Generator().manual_seed(0), "decimals")
    build = Build(name, sizes.get(name, {}))
    shape = shapes.get(name, OTHERS)
    return _forward(build, source.weights(build), source.tensor(*shape), source.tensor(*shape))


@dataclass(frozen=True)
class Own:
    """An implementation as its own rival: its first version gives the time to beat, and is judged elsewhere."""

    impl: Implementation

    def __call__(self, case: Case) -> Outcome:
        return self.impl(case)


def whose(opponent: Implementation) -> str:
    """Whose first version it is, in the words of a table."""
    return "your own" if isinstance(opponent, Own) else "the course's"


def is_a_measure(opponent: Implementation, case: Case, spent: Reply) -> bool:
    """Whether a first version, which spent that on its case, takes as long as loops do.

    A student's own may be right without a loop: the second, right too, is then no faster, and nobody is blamed.
    """
    B, T, _ = case.x.shape
    loops = A_HEAD * case.build.args["n_heads"] if case.build.args else A_MEAN * B * T
    return not isinstance(opponent, Own) or spent.operations >= loops


def race_heads(impl: Implementation, opponent: Implementation, case: Case, k: float) -> Race:
    """The implementation's HeadVer2 against the opponent's HeadVer1."""
    return Race(k).run(side_by_side(impl, case.of("HeadVer2", {}), opponent, case))


def race_multi_heads(impl: Implementation, opponent: Implementation, case: Case, k: float) -> Race:
    """The implementation's MultiHeadVer2 against the opponent's MultiHeadVer1, of the same weights."""
    return Race(k).run(side_by_side(impl, second_version(case), opponent, case))


def assert_faster(race: Race, what: str) -> None:
    """The race is not lost; where it stays undecided, nobody is blamed."""
    assert race.verdict != "not faster", f"{what} is {race}, expected at least {race.k:g} times as fast"


def side_by_side(
    impl: Implementation, mine: Case, opponent: Implementation, theirs: Case
) -> Callable[[], tuple[float, float]]:
    """Rounds of two cases of one function. They take turns in going first, on a fresh input each round; what they give
    is compared once the clocks have stopped. The first round, which warms both up, has been run."""
    inputs, orders = _fresh(theirs), cycle(((0, 1), (1, 0)))
    runners = (impl, mine), (opponent, theirs)

    def round() -> tuple[float, float]:
        x = next(inputs)
        replies = {which: _timed(*runners[which], x) for which in next(orders)}
        if not isinstance(opponent, Own):
            _assert_same(replies[0], replies[1])
        return replies[0].seconds, replies[1].seconds

    round()
    return round


def alone(impl: Implementation, case: Case) -> Callable[[], float]:
    """Rounds of one case, on a fresh input each. The first, which warms it up, has been run."""
    inputs = _fresh(case)

    def round() -> float:
        return _timed(impl, case, next(inputs)).seconds

    round()
    return round


def _assert_same(mine: Reply, theirs: Reply) -> None:
    """The same output, and where it was pulled back, the same gradient of x."""
    compared = [("the output", mine.output, theirs.output)]
    if theirs.gradients:
        compared.append(("the gradient of x", mine.gradients["x"], theirs.gradients["x"]))
    for what, got, want in compared:
        assert_close(got, want, f"{what}, compared with its rival's", LOOSE * max(1.0, float(want.abs().max())))


def _fresh(case: Case) -> Iterator[Tensor]:
    """Inputs as large as that of a case, which nobody can work out beforehand, from earlier ones or from a seed."""
    while True:
        yield torch.randn(case.x.shape, generator=torch.Generator().manual_seed(secrets.randbits(63)))


def _timed(impl: Implementation, case: Case, x: Tensor) -> Reply:
    return impl(case.on(x, timed=True)).replies[0]


def _forward(build: Build, weights: dict[str, Tensor], x: Tensor, cotangent: Tensor) -> Case:
    return Case(build, weights, (Call((x,), cotangents=(cotangent,)),))
