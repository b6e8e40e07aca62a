"""Which earlier TODOs an implementation's files rest on."""

from __future__ import annotations

from harness.course import Todo, course
from harness.run.implementation import Subject


def replaceable(impl: Subject, todo: Todo) -> tuple[str, ...]:
    """The classes of earlier TODOs that this TODO's files import and that a stand-in may replace."""
    imported = _earlier(impl, todo)
    return tuple(
        name for name in course().replaceable if name in imported or f"{course().contracts[name].file}.*" in imported
    )


def leans_on(impl: Subject, todo: Todo) -> tuple[int, ...]:
    """The earlier TODOs from which this TODO's files import what no stand-in replaces, such as a base class."""
    imported = _earlier(impl, todo)
    return tuple(sorted({owner for name, owner in imported.items() if name not in course().replaceable}))


def _earlier(impl: Subject, todo: Todo) -> dict[str, int]:
    """Each name imported from the file of an earlier TODO, also by way of other files, with that TODO's number."""
    found: dict[str, int] = {}
    todo_files, seen = list(todo.files), set[str]()
    while todo_files:
        file = todo_files.pop()
        if file in seen:
            continue
        seen.add(file)
        for module, name in impl.imports(file):
            owner = course().todo_of_file(module)
            if owner and owner.number < todo.number:
                found[name] = owner.number
            if name not in course().replaceable:
                todo_files.append(module)
    return found
