"""Some cases of a strategy, the same ones in every process."""

from __future__ import annotations

from functools import cache

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from harness.case import Case

OF_EACH = 12


@cache
def sample(strategy: SearchStrategy[Case]) -> tuple[Case, ...]:
    """OF_EACH cases, drawn once a process."""
    found: list[Case] = []

    @seed(0)
    @settings(max_examples=OF_EACH, phases=(Phase.generate,), suppress_health_check=tuple(HealthCheck))
    @given(strategy)
    def draw(case: Case) -> None:
        found.append(case)

    draw()
    return tuple(found)
