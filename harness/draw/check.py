"""A claim, run on the examples that Hypothesis draws; where it fails, the smallest example that is found in time."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis.errors import HypothesisException

from harness.case import Case, Implementation, Outcome
from harness.draw.example import Example, Failure, run_example
from harness.draw.recorder import Recorder
from harness.draw.search import Arguments, Enough, First, OnDraw, Search, Take, draw_examples

SHRINKING_SECONDS = 1.5  # of CPU time: a student waits for this
TOGETHER = 20  # known draws whose cases are prefetched


@dataclass(frozen=True)
class Check:
    """A claim, which is a test function with @given, and its arguments but for the implementation.

    `seed` fixes the draws, `examples` limits their number; without these, Hypothesis's options and the claim's settings
    decide. `draws` holds the draws of that seed, where they are known, and `asked` the cases that the answers were
    asked in each.
    """

    claim: Callable[..., None]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None
    examples: int | None = None
    draws: tuple[Arguments, ...] = ()
    asked: tuple[tuple[Case, ...], ...] = ()

    def draw(self, answers: Implementation) -> Check:
        """The same check with its draws known, and what is asked in each. Raises what an implementation that is right
        fails with."""
        draws: list[Arguments] = []
        asked: list[list[Case]] = []

        def keep(example: Callable[[], None], drawn: Arguments) -> None:
            draws.append(drawn)
            asked.append([])
            example()

        def answer(case: Case) -> Outcome:
            asked[-1].append(case)
            return answers(case)

        self._draw(answer, keep)
        return replace(self, draws=tuple(draws), asked=tuple(map(tuple, asked)))

    def first_failure(
        self, impl: Recorder, shrinking: float = SHRINKING_SECONDS, on_draw: OnDraw | None = None
    ) -> Failure | None:
        """Put the claim to an implementation; `shrinking` is the CPU time for a smaller example, 0 where none is
        wanted. `on_draw` is told the arguments that are drawn for each. Known draws are not searched for a failure."""
        search = Search(impl, shrinking, self.examples, on_draw)
        if not self.draws:
            return self._searched(search)
        failure = self._replayed(impl)
        return self._searched(search) or failure if failure and shrinking else failure

    def _replayed(self, impl: Recorder) -> Failure | None:
        """The first of the known draws that fails."""
        try:
            for number, drawn in enumerate(self.draws):
                if number % TOGETHER == 0:
                    impl.prefetch([case for asked in self.asked[number : number + TOGETHER] for case in asked])
                if failure := Failure.of(self.example(impl, drawn), number + 1):
                    return failure
            return None
        finally:
            impl.prefetch(())

    def example(self, impl: Recorder, drawn: Arguments) -> Example:
        """The claim on these drawn arguments."""
        claim = self.claim.hypothesis.inner_test  # type: ignore[attr-defined]
        return run_example(impl, functools.partial(claim, **self.arguments, **drawn, impl=impl))

    def _searched(self, search: Search) -> Failure | None:
        """The smallest failure that a search finds, or else what Hypothesis itself raises."""
        try:
            self._draw(search.impl, search.take)
        except KeyboardInterrupt:
            raise
        except Enough:
            return search.failure
        except BaseException as exception:
            return search.failure or Failure(exception, ())
        return None

    def first_examples(self, impl: Recorder, number: int) -> tuple[Example, ...]:
        """The first examples that are drawn, whether they hold or not; of known ones, some from beginning to end."""
        if self.draws:
            some = self.draws[:: max(1, len(self.draws) // number)]
            return tuple(self.example(impl, drawn) for drawn in some[-number:])
        first = First(impl, number)
        with contextlib.suppress(Enough, HypothesisException):
            self._draw(impl, first.take)
        return tuple(first.examples)

    def _draw(self, impl: Implementation, take: Take) -> None:
        draw_examples(self.claim, self.arguments, self.seed, impl, take)
