"""Which TODOs can fail because of a file."""

from __future__ import annotations

from collections.abc import Iterator

from harness.check.scope import Scope, tests_of
from harness.course import Todo, course
from harness.run.in_process import InProcess


def reached(scope: Scope) -> tuple[Todo, ...]:
    """These TODOs, and those whose files import theirs, or whose claims name one of their classes."""
    impl = InProcess(course().answers)
    return tuple(todo for todo in course().todos if todo in scope.todos or _reaches(impl, todo, scope))


def _reaches(impl: InProcess, todo: Todo, scope: Scope) -> bool:
    if not set(_closure(impl, todo)).isdisjoint(scope.files):
        return True
    text = tests_of(todo).read_text(encoding="utf-8") if tests_of(todo).is_file() else ""
    return any(f'"{name}"' in text for other in scope.todos for name in other.classes)


def _closure(impl: InProcess, todo: Todo) -> Iterator[str]:
    """The files of a TODO and all that they import."""
    waiting, seen = list(todo.files), set[str]()
    while waiting:
        if (file := waiting.pop()) not in seen:
            seen.add(file)
            yield file
            waiting += [module for module, _ in impl.imports(file)]
