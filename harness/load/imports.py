"""The import lines of a file, read without running it."""

from __future__ import annotations

import ast
from typing import NamedTuple

from harness.load.importing import HOME


class Import(NamedTuple):
    """A name taken from another file of the implementation: ("file", "Class"); or a whole file, "file.*"."""

    file: str
    name: str


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
    """The file that is meant by `.file` and by `student.file`; none where it is the folder."""
    return module.removeprefix(HOME).removeprefix(".") or None if module and _is_home(module) else module
