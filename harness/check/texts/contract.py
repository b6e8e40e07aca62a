"""Each class of a TODO has its contract, its answer, its claims and its place on the page of the contract."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from harness.check.finding import Finding, line_of
from harness.check.scope import Scope, interface, ladder, tests_of
from harness.course import PAGE, Todo, course


def findings(scope: Scope) -> Iterator[Finding]:
    """What a TODO needs to be looked at any further."""
    for todo in scope.todos:
        yield from _unpromised(todo)
    for path in sorted(course().answers.glob("*.py")):
        if path.stem not in course().files:
            yield Finding(path, 1, "no contract names this file", f"add its row to {interface().name}, or delete it")


def _unpromised(todo: Todo) -> Iterator[Finding]:
    missing = [name for name in todo.classes if name not in course().contracts]
    for name in missing:
        row = line_of(ladder(), rf"\b{name}\b")
        yield Finding(ladder(), row, f"{name} has no contract", f"add its row to {interface().name}")
    if not tests_of(todo).is_file():
        yield Finding(tests_of(todo), 1, f"TODO {todo.number} has no claims", "write them: each is a test with @given")
    if not missing:
        for name in todo.classes:
            yield from _unanswered(todo, name)
            yield from _unwritten(name)


def _unanswered(todo: Todo, name: str) -> Iterator[Finding]:
    path = course().answers / f"{course().contracts[name].file}.py"
    if not path.is_file():
        yield Finding(path, 1, f"{name} has no answer", "write it, with docstrings that tell a student what to do")
        return
    try:
        classes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ClassDef)]
    except SyntaxError as error:
        yield Finding(path, error.lineno or 1, f"it is no Python: {error.msg}", "mend it")
        return
    found = [node for node in classes if node.name == name]
    if not found:
        yield Finding(path, 1, f"it has no class {name}", f"write the class, or mend its row in {interface().name}")
    for node in found:
        yield from _unasked(todo, path, node)


def _unasked(todo: Todo, path: Path, node: ast.ClassDef) -> Iterator[Finding]:
    """A method is opened for the student by the first words of its docstring."""
    functions = [inner for inner in node.body if isinstance(inner, ast.FunctionDef)]
    docstrings = [ast.get_docstring(function) or "" for function in functions]
    if not any(re.match(rf"TODO {todo.number}\b", docstring) for docstring in docstrings):
        what = f"no method of {node.name} is open: a student would get the answer"
        yield Finding(path, node.lineno, what, f'begin the docstring of each with "TODO {todo.number}."')


def _unwritten(name: str) -> Iterator[Finding]:
    page = course().root / PAGE
    if page.is_file() and not re.search(rf"^### `{name}\(", page.read_text(encoding="utf-8"), re.MULTILINE):
        yield Finding(page, 1, f"{name} is not on the page of the contract", "add a section for it, like the others")
