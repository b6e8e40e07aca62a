"""From a failing claim to words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from pathlib import Path

from torch import Tensor

from spec.case import Build, CannotRun, Case, Error, NeverRuns, Refuted
from spec.close import Different
from spec.examples import Failure
from spec.failure import printable, unfinished
from spec.interface import INTERFACE
from spec.snippet import call_of, classes, literal, snippet

DEEPEST = 4  # dimensions
SMALL = 48  # entries of a tensor that is shown whole
UNSHOWN = "What came back is of a kind that cannot be shown"


def explain(failure: Failure) -> str:
    """What went wrong, expected and got."""
    try:
        return "\n".join(_parts(failure.exception, failure.cases))
    except Exception as error:
        return f"{UNSHOWN}: {type(error).__name__}"


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
    if isinstance(exception, NeverRuns):
        yield _error(exception.error, cases[-1])
        return
    yield _what(exception, cases)
    if isinstance(exception, Different) and _is_small(exception.want) and _is_small(exception.got):
        yield f"\n{exception.what}:\n"
        yield _indented(literal(_rounded(exception.want), before="expected "))
        yield _indented(literal(_rounded(exception.got), before="got      "))


def _what(exception: BaseException, cases: Sequence[Case]) -> str:
    if isinstance(exception, CannotRun):
        return _error(exception.error, cases[-1])
    if isinstance(exception, Refuted):
        return str(exception)
    if isinstance(exception, AssertionError):
        return printable(str(exception).partition("\nassert ")[0])
    unexpected = f"{type(exception).__name__}: {printable(str(exception))}"
    return f"The answer is of a kind that the check did not expect: {unexpected}"


def _error(error: Error, case: Case) -> str:
    kind = "" if error.kinds[0] == "ContractBroken" else error.kinds[0]
    raised = ": ".join(part for part in (kind, error.message) if part)
    if "NotImplementedError" in error.kinds and unfinished(error.message):
        return f"Still to be written: {error.message}"
    doing = {
        "import": f"{_files(case.build)} cannot be used: {raised}",
        "construction": f"{call_of(case.build)} raised {raised}",
        "loading weights": raised,
        "training": f"The training broke off: {raised}",
    }.get(error.stage, f"{case.build.name}.{error.stage}: {raised}")
    frames = "\n".join(f"  {frame.file}, line {frame.line}:  {frame.code}" for frame in error.frames)
    return f"{doing}\n{frames}" if frames else doing


def _files(build: Build) -> str:
    """The implementation's own files that a build needs."""
    own = dict.fromkeys(f"{INTERFACE[name].file}.py" for name in classes(build) if not name.startswith("stand_ins."))
    return " or ".join(own)


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
