"""From a failing claim to words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from pathlib import Path

from rich.cells import cell_len
from torch import Tensor

from harness.case import CannotRun, Case, Error, NeverRuns, Refuted
from harness.compare.close import Different
from harness.draw.example import Failure
from harness.language.speech import say, say_again
from harness.run.errors import printable
from harness.tell.remedies.choice import advice
from harness.tell.remedies.remedy import CLAIM
from harness.tell.snippet import literal, snippet
from harness.tell.stopped import words

DEEPEST = 4  # dimensions
SMALL = 48  # entries of a tensor that is shown whole


def explain(failure: Failure) -> str:
    """What went wrong, expected and got, as far as these can be shown."""
    try:
        return "\n".join(_parts(failure.exception, failure.cases))
    except Exception:
        return _what(failure.exception, failure.cases)


def code(failure: Failure, folder: Path) -> str:
    """The smallest case as Python to paste; nothing where no print would tell what is wrong, or it is too long."""
    cases, exception = failure.cases, failure.exception
    counted = any(call.counted for case in cases for call in case.calls)
    trained = any(case.training for case in cases)
    if not cases or counted or trained or isinstance(exception, NeverRuns):
        return ""
    shown = cases if len(cases) <= 2 else (cases[0], cases[-1])
    try:
        return snippet(shown, folder, exception.what if isinstance(exception, Different) else "") or ""
    except Exception:  # it was asked what cannot be written down
        return ""


def _parts(exception: BaseException, cases: Sequence[Case]) -> Iterator[str]:
    yield _what(exception, cases)
    if isinstance(exception, Different) and _is_small(exception.want) and _is_small(exception.got):
        yield f"\n{say_again(exception.what)}:\n"
        for before, tensor in _aligned({say("expected"): exception.want, say("got"): exception.got}):
            yield _indented(literal(_rounded(tensor), before=before))


def _aligned(named: Mapping[str, Tensor]) -> Iterator[tuple[str, Tensor]]:
    """Each tensor after its name, in cells of a terminal as wide as the widest."""
    width = max(map(cell_len, named))
    yield from ((f"{name}{' ' * (width - cell_len(name))} ", tensor) for name, tensor in named.items())


def is_told(exception: BaseException) -> bool:
    """Whether it says what an implementation does wrong. Any other exception is a mistake of the check itself."""
    return isinstance(exception, (AssertionError, NeverRuns, Refuted))


def _what(exception: BaseException, cases: Sequence[Case]) -> str:
    if isinstance(exception, (CannotRun, NeverRuns)):
        return words(exception.error, cases[-1])
    if isinstance(exception, AssertionError):
        return _advised(printable(str(exception).partition("\nassert ")[0]), cases)
    if isinstance(exception, Refuted):
        return say_again(str(exception))
    kind = type(exception).__name__
    return say("The check itself failed ({kind}). This is not your fault: please report it.", kind=kind)


def _advised(said: str, cases: Sequence[Case]) -> str:
    """A sentence of a claim, and what to do about it, where that is known."""
    known = advice(Error(CLAIM, ("AssertionError",), said), cases[-1]) if cases else ""
    return f"{say_again(said)}\n\n{known}" if known else say_again(said)


def _is_small(tensor: Tensor) -> bool:
    """Whether it has few entries, and few brackets."""
    return prod(max(1, size) for size in tensor.shape) <= SMALL and tensor.dim() <= DEEPEST


def _rounded(tensor: Tensor) -> Tensor:
    """Six digits, as far as a reader wants to go."""
    if not tensor.is_floating_point():
        return tensor
    return tensor.clone().apply_(lambda value: float(f"{value:.5g}"))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())
