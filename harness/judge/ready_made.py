"""Whose work a class is: the student's, or torch's own, called in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness.case import Case, Implementation
from harness.course import ReadyMade, Todo, course
from harness.judge.locating import traced


def used(impl: Implementation, todo: Todo, asked: Iterable[Case]) -> tuple[str, ...]:
    """The ready-made functions that the classes of a TODO call, as students read them.

    asked: cases that it has answered, the first of which is asked again for each class, in a trace.
    """
    if not todo.ready_made:
        return ()
    functions = {name for case in _one_each(todo, asked) for name in _functions(impl, case)}
    return tuple(one.called for one in _which_matter(todo) if one.functions & functions)


def _which_matter(todo: Todo) -> Iterator[ReadyMade]:
    return (one for one in todo.ready_made if one.use != "allowed")


def _one_each(todo: Todo, asked: Iterable[Case]) -> Iterable[Case]:
    plain = [case for case in asked if case.build.name in todo.classes and _is_plain(case)]
    return {case.build.name: case for case in reversed(plain)}.values()


def _is_plain(case: Case) -> bool:
    own = not case.on_class and case.training is None and not case.build.stand_in
    return own and len(case.calls) == 1 and course().probes.is_plain(case.call) and not case.call.timed


def _functions(impl: Implementation, case: Case) -> tuple[str, ...]:
    outcome = impl(traced(case))
    return () if outcome.error else outcome.reply.functions
