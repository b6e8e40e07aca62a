"""The docstrings of the skeleton, which students read before all else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

from harness.course import course
from harness.language import keys
from harness.translate.message import Message
from harness.translate.records import catalog_of, place_of

Documented: TypeAlias = ast.Module | ast.ClassDef | ast.FunctionDef


def of_the_skeleton() -> Iterator[Message]:
    """Those of all files that students get, in the catalog of their TODO."""
    for file in course().files:
        path = course().answers / f"{file}.py"
        catalog = catalog_of(course().todo_of_file(file))
        for name, docstring in docstrings(path.read_text(encoding="utf-8")):
            yield Message(catalog, docstring, place_of(path), keys.docstring(file, name))


def docstrings(source: str) -> Iterator[tuple[str, str]]:
    """Each docstring of a module, its classes and their methods, by name."""
    for name, node in documented(ast.parse(source)):
        if docstring := ast.get_docstring(node):
            yield name, docstring


def documented(node: ast.Module | ast.ClassDef, name: str = "") -> Iterator[tuple[str, Documented]]:
    """What may have a docstring, by name: the module, its classes and their methods, in the order of the file."""
    yield name or "module", node
    for inner in node.body:
        called = f"{name}.{inner.name}".lstrip(".") if isinstance(inner, (ast.ClassDef, ast.FunctionDef)) else ""
        if isinstance(inner, ast.ClassDef):
            yield from documented(inner, called)
        elif isinstance(inner, ast.FunctionDef):
            yield called, inner
