"""The edits of a slip, drafted: from an answer to what one submission wrote in its place."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import suppress

from harness.judge.edits import GAP, Edit, EditError, edited

Method = ast.FunctionDef
Part = ast.arg | ast.expr


def drafted(answer: str, theirs: str, class_name: str) -> tuple[Edit, ...]:
    """An edit for each method of a class that says something else; none where no edit would fit the answer."""
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError, EditError):
        right, wrong = _methods(answer, class_name), _methods(theirs, class_name)
        edits = tuple(
            edit for name in right if name in wrong for edit in _edits(answer, right[name], theirs, wrong[name])
        )
        if edits and not any(GAP in old for old, _ in edits):
            ast.parse(edited(answer, edits))
            return edits
    return ()


def _methods(source: str, class_name: str) -> Mapping[str, Method]:
    return {
        method.name: method
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and node.name == class_name
        for method in node.body
        if isinstance(method, Method)
    }


def _edits(answer: str, right: Method, theirs: str, wrong: Method) -> Iterator[Edit]:
    old, new = _body(answer, right), _body(theirs, wrong)
    if [ast.dump(each) for each in _written(right)] == [ast.dump(each) for each in _written(wrong)] or not new.strip():
        return
    if [each.arg for each in right.args.args] != [each.arg for each in wrong.args.args]:
        yield f"def {right.name}({_arguments(answer, right)}", f"def {right.name}({_arguments(theirs, wrong)}"
    yield old, new


def _written(method: Method) -> list[ast.stmt]:
    """Without its docstring."""
    return method.body[1:] if ast.get_docstring(method, clean=False) is not None else method.body


def _body(source: str, method: Method) -> str:
    """Its lines, as deep as an answer has them. An edit begins with the first word."""
    written = _written(method)
    if not written:
        return ""
    lines = source.split("\n")[written[0].lineno - 1 : written[-1].end_lineno]
    return textwrap.indent(textwrap.dedent("\n".join(lines)), " " * 8).strip()


def _arguments(source: str, method: Method) -> str:
    """The text between the brackets of its definition."""
    given: list[Part] = [*method.args.args, *method.args.defaults]
    first, last = min(given, key=_place), max(given, key=_end)
    assert last.end_lineno is not None and last.end_col_offset is not None
    lines = [line.encode() for line in source.split("\n")[first.lineno - 1 : last.end_lineno]]
    lines[-1] = lines[-1][: last.end_col_offset]
    lines[0] = lines[0][first.col_offset :]
    return b"\n".join(lines).decode()


def _place(node: Part) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _end(node: Part) -> tuple[int, int]:
    return node.end_lineno or 0, node.end_col_offset or 0
