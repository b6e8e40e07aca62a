"""Hypothesis at work: each example that it draws is handed over before it is run.

All of its profile is stated: what is left out it takes, where CI is set, from a profile of its own. No clock decides: a
busy machine draws slowly.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import hypothesis
from hypothesis import HealthCheck, Phase, settings

from harness.case import Implementation
from harness.draw.example import Example, Failure, run_example
from harness.draw.recorder import Recorder

PROFILE = "ladder"

settings.register_profile(
    PROFILE,
    max_examples=100,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    report_multiple_bugs=False,
    print_blob=False,
    derandomize=False,
    suppress_health_check=(HealthCheck.too_slow,),
)
settings.load_profile(PROFILE)

PATIENCE = 3.0  # times as long by the clock on the wall, where another process does the work

Arguments: TypeAlias = Mapping[str, Any]
OnDraw: TypeAlias = Callable[[Arguments], None]
Take: TypeAlias = Callable[[Callable[[], None], Arguments], None]  # an example to be run, and what was drawn for it


def draw_examples(
    claim: Callable[..., None], arguments: Arguments, seed: int | None, impl: Implementation, take: Take
) -> None:
    """Have Hypothesis draw the examples of a claim, one after another. arguments: those that are not drawn."""
    handle = claim.hypothesis  # type: ignore[attr-defined]
    example = handle.inner_test
    given = {**arguments, "impl": impl}

    @functools.wraps(example)
    def taken(*args: Any, **kwargs: Any) -> None:
        drawn = {name: value for name, value in kwargs.items() if name not in given}
        take(functools.partial(example, *args, **kwargs), drawn)

    handle.inner_test = taken
    try:
        (claim if seed is None else hypothesis.seed(seed)(claim))(**given)
    finally:
        handle.inner_test = example


class Enough(BaseException):
    """Ends Hypothesis's search."""


class Search:
    """Looks for the smallest example that fails: runs what is drawn, and remembers the last that failed.

    shrinking: CPU seconds from the first failure on. most: examples until then.
    """

    def __init__(self, impl: Recorder, shrinking: float, most: int | None, on_draw: OnDraw | None) -> None:
        self.impl, self.shrinking, self.most, self.on_draw = impl, shrinking, most, on_draw
        self.drawn = 0
        self.failure: Failure | None = None
        self.until = self.latest = float("inf")

    def take(self, example: Callable[[], None], drawn: Arguments) -> None:
        if self.on_draw is not None:
            self.on_draw(drawn)
        if self._is_over():
            raise Enough
        self.drawn += self.failure is None
        failure = Failure.of(run_example(self.impl, example), self.drawn)
        if failure is not None:
            if self.failure is None:
                self._limit_shrinking()
            self.failure = failure
            raise failure.exception

    def _is_over(self) -> bool:
        late = time.process_time() > self.until or time.monotonic() > self.latest
        return late or (self.failure is None and self.drawn == self.most)

    def _limit_shrinking(self) -> None:
        self.until = time.process_time() + self.shrinking
        self.latest = time.monotonic() + PATIENCE * self.shrinking


class First:
    """Runs the first examples that are drawn, whatever comes of them."""

    def __init__(self, impl: Recorder, number: int) -> None:
        self.impl = impl
        self.number = number
        self.examples: list[Example] = []

    def take(self, example: Callable[[], None], drawn: Arguments) -> None:
        if len(self.examples) == self.number:
            raise Enough
        self.examples.append(run_example(self.impl, example))
