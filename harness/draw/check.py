"""A claim, run on the examples that Hypothesis draws; where it fails, the smallest example that is found in time."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import hypothesis
from hypothesis.errors import HypothesisException, StopTest, UnsatisfiedAssumption

from harness.case import Case, Implementation, Outcome
from harness.draw.recorder import Recorder

SHRINKING_SECONDS = 1.5  # of CPU time: a student waits for this
TOGETHER = 20  # known draws whose cases are prefetched
PATIENCE = 3.0  # times as long by the clock on the wall, where another process does the work


@dataclass(frozen=True)
class Failure:
    """What was raised, the cases that the implementation was asked in that example, and the drawn examples it took."""

    exception: BaseException
    cases: tuple[Case, ...]
    drawn: int = 0
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True)
class Example:
    """One drawn example: what the implementation was asked, what came of it, and what was raised, if anything."""

    cases: tuple[Case, ...]
    exception: BaseException | None
    outcomes: tuple[Outcome, ...] = ()


Examples: TypeAlias = Callable[[], Sequence[Example]]
OnDraw: TypeAlias = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True)
class Check:
    """A claim, which is a test function with @given, and its arguments but for the implementation.

    `seed` fixes the draws, `examples` bounds their number; without these, Hypothesis's options and the claim's settings
    decide. `draws` holds the draws of that seed, where they are known; then only what fails them is searched, and
    where they come in the order of their `ascending` size, nothing is: the first that fails is the smallest. `asked`
    holds the cases that the answers were asked in each.
    """

    claim: Callable[..., None]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None
    examples: int | None = None
    draws: tuple[Mapping[str, Any], ...] = ()
    ascending: bool = False
    asked: tuple[tuple[Case, ...], ...] = ()

    def draw(self, answers: Implementation) -> Check:
        """The same check with its draws known, and what is asked in each. Raises what an implementation that is right
        fails with."""
        drawn: list[Mapping[str, Any]] = []
        asked: list[list[Case]] = []

        def keep(example: Callable[..., None], *args: Any, **kwargs: Any) -> None:
            drawn.append(self._drawn(kwargs))
            asked.append([])
            example(*args, **kwargs)

        def asking(case: Case) -> Outcome:
            asked[-1].append(case)
            return answers(case)

        self._run(keep, asking)
        return replace(self, draws=tuple(drawn), asked=tuple(map(tuple, asked)))

    def first_failure(
        self, impl: Recorder, shrinking: float = SHRINKING_SECONDS, on_draw: OnDraw | None = None
    ) -> Failure | None:
        """Put the claim to an implementation; `shrinking` is the CPU time for a smaller example. `on_draw` is told the
        arguments that are drawn for each."""
        failure = self._replayed(impl) if self.draws else None
        if self.ascending or (self.draws and failure is None):
            return failure
        return self._searched(impl, shrinking, on_draw) or failure

    def _replayed(self, impl: Recorder) -> Failure | None:
        """The first of the known draws that fails."""
        try:
            for number, drawn in enumerate(self.draws):
                if number % TOGETHER == 0:
                    impl.prefetch([case for asked in self.asked[number : number + TOGETHER] for case in asked])
                example = self.example(impl, drawn)
                if example.exception is not None:
                    return Failure(example.exception, example.cases, number + 1, example.outcomes)
            return None
        finally:
            impl.prefetch(())

    def example(self, impl: Recorder, drawn: Mapping[str, Any]) -> Example:
        """The claim on these drawn arguments."""
        claim = self.claim.hypothesis.inner_test  # type: ignore[attr-defined]
        return _ran(impl, functools.partial(claim, **self.arguments, **drawn, impl=impl))

    def _searched(self, impl: Recorder, shrinking: float, on_draw: OnDraw | None) -> Failure | None:
        examples = _Examples(impl, shrinking, self.examples)

        def run(example: Callable[..., None], *args: Any, **kwargs: Any) -> None:
            if on_draw is not None:
                on_draw(self._drawn(kwargs))
            examples.run(example, *args, **kwargs)

        try:
            self._run(run, impl)
        except KeyboardInterrupt:
            raise
        except _Enough:
            return examples.failure
        except BaseException as exception:
            return examples.failure or Failure(exception, ())
        return None

    def first_examples(self, impl: Recorder, number: int) -> tuple[Example, ...]:
        """The first examples that are drawn, whether they hold or not; of ascending ones, some of every size."""
        if self.ascending:
            some = self.draws[:: max(1, len(self.draws) // number)]
            return tuple(self.example(impl, drawn) for drawn in some[-number:])
        first = _First(impl, number)
        with contextlib.suppress(_Enough, HypothesisException):
            self._run(first.run, impl)
        return tuple(first.examples)

    def _drawn(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Which of the arguments of an example were drawn for it."""
        return {name: value for name, value in given.items() if name not in (*self.arguments, "impl")}

    def _run(self, watch: Callable[..., None], impl: Implementation) -> None:
        handle = self.claim.hypothesis  # type: ignore[attr-defined]
        example = handle.inner_test

        @functools.wraps(example)
        def watched(*args: Any, **kwargs: Any) -> None:
            watch(example, *args, **kwargs)

        handle.inner_test = watched
        claim = self.claim if self.seed is None else hypothesis.seed(self.seed)(self.claim)
        try:
            claim(**self.arguments, impl=impl)
        finally:
            handle.inner_test = example


class _Enough(BaseException):
    """Ends Hypothesis's search."""


def _ran(impl: Recorder, example: Callable[[], None]) -> Example:
    """One example, and what came of it. What Hypothesis raises to steer its own search goes through."""
    impl.forget()
    raised: BaseException | None = None
    try:
        example()
    except (KeyboardInterrupt, StopTest, UnsatisfiedAssumption):
        raise
    except BaseException as exception:
        raised = exception
    return Example(tuple(impl.asked), raised, tuple(impl.outcomes))


class _Examples:
    """Runs one example after another, and remembers the last that failed."""

    def __init__(self, impl: Recorder, shrinking: float, most: int | None) -> None:
        self.impl = impl
        self.shrinking = shrinking
        self.most = most
        self.drawn = 0
        self.failure: Failure | None = None
        self.until = self.latest = float("inf")

    def run(self, example: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        if time.process_time() > self.until or time.monotonic() > self.latest:
            raise _Enough
        if self.failure is None and self.drawn == self.most:
            raise _Enough
        self.drawn += self.failure is None
        ran = _ran(self.impl, functools.partial(example, *args, **kwargs))
        if ran.exception is not None:
            if self.failure is None:
                self.until = time.process_time() + self.shrinking
                self.latest = time.monotonic() + PATIENCE * self.shrinking
            self.failure = Failure(ran.exception, ran.cases, self.drawn, ran.outcomes)
            raise ran.exception


class _First:
    """Runs one example after another, whatever comes of it."""

    def __init__(self, impl: Recorder, number: int) -> None:
        self.impl = impl
        self.number = number
        self.examples: list[Example] = []

    def run(self, example: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        if len(self.examples) == self.number:
            raise _Enough
        self.examples.append(_ran(self.impl, functools.partial(example, *args, **kwargs)))
