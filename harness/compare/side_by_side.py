"""Two implementations on the same fresh inputs, by the CPU time of the process that does the work."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle

import torch
from torch import Tensor

from harness.case import Case, Implementation, Outcome, Reply
from harness.compare.close import LOOSE, assert_close
from harness.compare.race import Race


@dataclass(frozen=True)
class OwnRival:
    """An implementation as its own rival: its first version gives the time to beat, and is judged elsewhere."""

    impl: Implementation

    def __call__(self, case: Case) -> Outcome:
        return self.impl(case)


def whose(opponent: Implementation) -> str:
    """Whose first version it is, in the words of a table."""
    return "your own" if isinstance(opponent, OwnRival) else "the course's"


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
        if not isinstance(opponent, OwnRival):
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
