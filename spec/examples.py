"""A claim, run on the examples that Hypothesis draws; where it fails, the smallest example that is found in time."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis.errors import StopTest, UnsatisfiedAssumption

from spec.case import Case
from spec.witness import Witness

SHRINKING_SECONDS = 1.5  # of CPU time: a student waits for this


@dataclass(frozen=True)
class Failure:
    """What was raised, and the cases that the implementation was asked in that example."""

    exception: BaseException
    cases: tuple[Case, ...]


class _SmallEnough(BaseException):
    """Ends Hypothesis's search for a smaller example."""


class _Examples:
    """Runs one example after another, and remembers the last that failed."""

    def __init__(self, impl: Witness) -> None:
        self.impl = impl
        self.failure: Failure | None = None
        self.until = float("inf")

    def run(self, example: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        if time.process_time() > self.until:
            raise _SmallEnough
        self.impl.forget()
        try:
            example(*args, **kwargs)
        except (KeyboardInterrupt, StopTest, UnsatisfiedAssumption):
            raise
        except BaseException as exception:
            if self.failure is None:
                self.until = time.process_time() + SHRINKING_SECONDS
            self.failure = Failure(exception, tuple(self.impl.asked))
            raise


def first_failure(claim: Callable[..., None], arguments: Mapping[str, Any], impl: Witness) -> Failure | None:
    """Put a claim, a test function with @given, to an implementation."""
    examples = _Examples(impl)
    handle = claim.hypothesis  # type: ignore[attr-defined]
    example = handle.inner_test

    @functools.wraps(example)
    def watched(*args: Any, **kwargs: Any) -> None:
        examples.run(example, *args, **kwargs)

    handle.inner_test = watched
    try:
        claim(**arguments, impl=impl)
    except KeyboardInterrupt:
        raise
    except BaseException as exception:
        return examples.failure or Failure(exception, ())
    finally:
        handle.inner_test = example
    return None
