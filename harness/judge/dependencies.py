"""Which files an implementation's files rest on, and which earlier TODOs."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

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


def closure(impl: Subject, files: Iterable[str], but: Container[str] = ()) -> Iterator[str]:
    """These files, and all that they import, each once. `but`: names whose import is not followed."""
    waiting, seen = list(files), set[str]()
    while waiting:
        if (file := waiting.pop()) not in seen:
            seen.add(file)
            yield file
            waiting += [module for module, name in impl.imports(file) if name not in but]


def _earlier(impl: Subject, todo: Todo) -> dict[str, int]:
    """Each name imported from the file of an earlier TODO, also by way of other files, with that TODO's number."""
    files = closure(impl, todo.files, but=course().replaceable)
    owners = [(name, course().todo_of_file(module)) for file in files for module, name in impl.imports(file)]
    return {name: owner.number for name, owner in owners if owner and owner.number < todo.number}
