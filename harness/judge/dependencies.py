"""Which earlier TODOs an implementation's files rest on."""

from __future__ import annotations

from harness.run.implementation import Subject
from spec.interface import INTERFACE
from spec.ladder import Todo, todo_of_file

REPLACEABLE = ("HeadVer4", "FeedForward", "LayerNorm")  # the classes of the course that spec.stand_ins knows


def replaceable(impl: Subject, todo: Todo) -> tuple[str, ...]:
    """The classes of earlier TODOs that this TODO's files import and that a stand-in may replace."""
    imported = _earlier(impl, todo)
    return tuple(name for name in REPLACEABLE if name in imported or f"{INTERFACE[name].file}.*" in imported)


def leans_on(impl: Subject, todo: Todo) -> tuple[int, ...]:
    """The earlier TODOs from which this TODO's files import what no stand-in replaces, such as a base class."""
    imported = _earlier(impl, todo)
    return tuple(sorted({owner for name, owner in imported.items() if name not in REPLACEABLE}))


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
            owner = todo_of_file(module)
            if owner and owner.number < todo.number:
                found[name] = owner.number
            if name not in REPLACEABLE:
                todo_files.append(module)
    return found
