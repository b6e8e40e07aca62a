"""Cases that tell one mistake from another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from harness.case import Call, Case
from harness.course import Probes
from toy.cases import regressions, softmaxes, steps

OF_EACH = 12
TELLING = {"Softmax": softmaxes(), "Regression": regressions()}
OTHERS = {"Regression": steps()}


def is_plain(call: Call) -> bool:
    """A forward pass, as every class makes it."""
    return call.method == "forward"


def telling(names: Iterable[str]) -> list[Case]:
    """Forward passes of each class."""
    return [case for name in sorted(names) for case in _drawn(TELLING[name])]


def others(names: Iterable[str]) -> list[Case]:
    """All other kinds of cases of each class."""
    return [case for name in sorted(OTHERS.keys() & set(names)) for case in _drawn(OTHERS[name])]


@cache
def _drawn(strategy: SearchStrategy[Case]) -> tuple[Case, ...]:
    found: list[Case] = []

    @seed(0)
    @settings(max_examples=OF_EACH, phases=(Phase.generate,), suppress_health_check=tuple(HealthCheck))
    @given(strategy)
    def draw(case: Case) -> None:
        found.append(case)

    draw()
    return tuple(found)


PROBES = Probes(is_plain, telling, others)
