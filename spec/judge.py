"""One claim, put to one implementation: does it hold, and whose fault is it if not?"""

from __future__ import annotations

from dataclasses import dataclass

from spec.case import CannotRun, Error, NeverRuns
from spec.examples import SHRINKING_SECONDS, Check
from spec.explain import explain
from spec.failure import unfinished
from spec.imports import leans_on, replaceable
from spec.ladder import Todo, todo_of_class, todo_of_file
from spec.results import Verdict
from spec.witness import Witness


@dataclass(frozen=True)
class Judgement:
    """A verdict, the words for the student, the earlier TODOs that it waits for, and the examples that it took."""

    verdict: Verdict
    message: str = ""
    blocked_by: tuple[int, ...] = ()
    drawn: int = 0


HELD = Judgement("held")


def judge(check: Check, impl: Witness, todo: Todo, shrinking: float = SHRINKING_SECONDS) -> Judgement:
    """Run a check; where it fails, find out whether an earlier TODO is to blame.

    If the implementation passes once its earlier classes are replaced by stand-ins, a wrong answer of theirs costs this
    TODO nothing (held), and an earlier class that cannot run blocks it. If it fails all the same, the fault is its own,
    unless it rests on an earlier TODO in a way that no stand-in replaces.
    """
    package = impl.impl.package
    failure = check.first_failure(impl, shrinking)
    if failure is None:
        return HELD
    error = failure.exception.error if isinstance(failure.exception, (CannotRun, NeverRuns)) else None
    if error and "NotImplementedError" in error.kinds:
        number = unfinished(error.message)
        if number == todo.number:
            return Judgement("not started", explain(failure, package.folder))
        if number and number < todo.number:
            return Judgement("blocked", explain(failure, package.folder), (number,))
    classes = replaceable(package, todo)
    own = check.first_failure(impl.over(classes), shrinking) if classes else failure
    if own is not None:
        return Judgement("broken", explain(own, package.folder), leans_on(package, todo), own.drawn)
    if error is None or error.kinds[0] == "ContractBroken":
        return HELD
    return Judgement("blocked", explain(failure, package.folder), _owners(error, classes))


def _owners(error: Error, classes: tuple[str, ...]) -> tuple[int, ...]:
    """The earlier TODO in whose file the error arose, before the other candidates."""
    arose = [todo_of_file(frame.file.removesuffix(".py")) for frame in error.frames[::-1]]
    borrowed = [todo_of_class(name).number for name in classes]
    numbers = [todo.number for todo in arose if todo and todo.number in borrowed]
    return tuple(dict.fromkeys([*numbers, *borrowed]))
