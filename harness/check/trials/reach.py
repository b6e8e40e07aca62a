"""Which claims can fail because of a file."""

from __future__ import annotations

from harness.check.scope import Scope, tests_of
from harness.course import Todo, course
from harness.draw.suite import Claim
from harness.judge.dependencies import closure
from harness.proof.claims import run_by
from harness.run.in_process import InProcess


def reached(scope: Scope) -> tuple[Todo, ...]:
    """These TODOs, and those whose files import theirs, or whose claims name one of their classes."""
    impl = InProcess(course().answers)
    return tuple(todo for todo in course().todos if todo in scope.todos or _reaches(impl, todo, scope))


def files_of(claim: Claim, impl: InProcess) -> frozenset[str]:
    """The files that a claim runs; where it is not known what it asks, all that its TODO imports."""
    return run_by(claim, impl) or frozenset(closure(impl, claim.todo.files))


def _reaches(impl: InProcess, todo: Todo, scope: Scope) -> bool:
    if not set(closure(impl, todo.files)).isdisjoint(scope.files):
        return True
    text = tests_of(todo).read_text(encoding="utf-8") if tests_of(todo).is_file() else ""
    return any(f'"{name}"' in text for other in scope.todos for name in other.classes)
