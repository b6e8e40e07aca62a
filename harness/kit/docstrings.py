"""A file of the students in another language: its docstrings are replaced, and all else stays as it is."""

from __future__ import annotations

import ast

from harness.language import keys
from harness.language.speech import say_record
from harness.translate.docstrings import documented

QUOTES = '"""'


def in_language(source: str, file: str) -> str:
    """The source with its docstrings in the language of this process. file: its name without .py."""
    lines = source.splitlines()
    for name, node in reversed([*documented(ast.parse(source))]):
        first, docstring = node.body[0] if node.body else None, ast.get_docstring(node)
        if first is not None and docstring and first.end_lineno:
            said = say_record(keys.docstring(file, name), docstring)
            lines[first.lineno - 1 : first.end_lineno] = _written(said, " " * first.col_offset)
    return "\n".join(lines) + "\n"


def _written(docstring: str, indent: str) -> list[str]:
    first, *others = docstring.splitlines()
    if not others:
        return [f"{indent}{QUOTES}{first}{QUOTES}"]
    return [f"{indent}{QUOTES}{first}", *(f"{indent}{line}".rstrip() for line in others), f"{indent}{QUOTES}"]
