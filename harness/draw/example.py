"""One example of a claim, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from hypothesis.errors import StopTest, UnsatisfiedAssumption

from harness.case import Case, Outcome
from harness.draw.recorder import Recorder


@dataclass(frozen=True)
class Example:
    """One drawn example: what the implementation was asked, what came of it, and what was raised, if anything."""

    cases: tuple[Case, ...]
    exception: BaseException | None
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True)
class Failure:
    """What was raised, the cases that the implementation was asked in that example, and the drawn examples it took."""

    exception: BaseException
    cases: tuple[Case, ...]
    drawn: int = 0
    outcomes: tuple[Outcome, ...] = ()

    @classmethod
    def of(cls, example: Example, drawn: int) -> Failure | None:
        """That of an example; None where it holds."""
        if example.exception is None:
            return None
        return cls(example.exception, example.cases, drawn, example.outcomes)


Examples: TypeAlias = Callable[[], Sequence[Example]]


def run_example(impl: Recorder, claim: Callable[[], None]) -> Example:
    """Run a claim on arguments that it has. What Hypothesis raises to steer its own search goes through."""
    impl.forget()
    raised: BaseException | None = None
    try:
        claim()
    except (KeyboardInterrupt, StopTest, UnsatisfiedAssumption):
        raise
    except BaseException as exception:
        raised = exception
    return Example(tuple(impl.asked), raised, tuple(impl.outcomes))
