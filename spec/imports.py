"""Which earlier TODOs an implementation's files rest on, read from their import lines without running them."""

from __future__ import annotations

import ast

from spec.importing import HOME
from spec.interface import INTERFACE
from spec.ladder import Todo, todo_of_file
from spec.subject import Import, Subject

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


def _import(file: str | None, name: str) -> Import:
    """`from .file import name`, `from .file import *` or `from . import name`."""
    if file is None or name == "*":
        return Import(file or name, f"{file or name}.*")
    return Import(file, name)


def relative_imports(source: str) -> list[Import]:
    """What a source imports from the files beside it; nothing where it can't be parsed."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.level == 1 or _is_home(node.module)):
            found += [_import(_at_home(node.module), alias.name) for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [_import(_at_home(alias.name), "*") for alias in node.names if alias.name.startswith(f"{HOME}.")]
    return found


def _is_home(module: str | None) -> bool:
    return module is not None and module.partition(".")[0] == HOME


def _at_home(module: str | None) -> str | None:
    """The file that is meant by `.head_v4` and by `student.head_v4`; none where it is the folder."""
    return module.removeprefix(HOME).removeprefix(".") or None if module and _is_home(module) else module
