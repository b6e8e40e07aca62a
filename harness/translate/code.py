"""What is said in code: the sentences of say and its kin, and those of exceptions and of functions that return text.

A sentence that is an f-string is a template: each {place} is called by the last name of its expression.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from harness.language.speech import SAID
from harness.language.template import places_of
from harness.translate.message import Message

SPEAKERS = {"say": 1, "say_number": 2}  # functions, and how many sentences each is given
ASSERTS = "assert_"
WHAT = "what"  # a variable of this name holds what is compared
WORDS = re.compile(r"[a-zA-Z]{2,}")


def sentences(path: Path, file: Path, place: str, silent: bool = False) -> Iterator[Message]:
    """Those of a Python file. silent: it knows no language, and what it says is translated later."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in SPEAKERS and node.args:
            yield from _spoken(node, file, place)
    if silent:
        for text in dict.fromkeys(_raised(tree)):
            yield Message(file, text, place, SAID, named=True)


def _spoken(call: ast.Call, file: Path, place: str) -> Iterator[Message]:
    texts = [_constant(argument) for argument in call.args[: SPEAKERS[_name(call.func)]]]
    if texts[0]:
        yield Message(file, texts[0], place, many=(*texts, "")[1], named=bool(places_of(texts[0])))


def _raised(tree: ast.AST) -> Iterator[str]:
    """Of asserts and exceptions, of functions that give text, and what is given to functions that assert."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and node.msg:
            yield from _texts(node.msg)
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from (text for argument in node.exc.args for text in _texts(argument))
        elif isinstance(node, ast.Call) and _name(node.func).startswith(ASSERTS):
            yield from (text for argument in node.args for text in _texts(argument))
        elif isinstance(node, ast.Assign) and _name(node.targets[0]) == WHAT:
            yield from _texts(node.value)
        elif isinstance(node, ast.FunctionDef) and _gives_text(node):
            yield from (text for value in _given(node) for text in _texts(value))


def _gives_text(function: ast.FunctionDef) -> bool:
    return ast.unparse(function.returns) in ("str", "Iterator[str]") if function.returns else False


def _given(function: ast.FunctionDef) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, (ast.Return, ast.Yield)) and node.value:
            yield node.value


def _texts(node: ast.expr) -> Iterator[str]:
    """The sentences of an expression: one, or one of two."""
    if isinstance(node, ast.IfExp):
        yield from (text for each in (node.body, node.orelse) for text in _texts(each))
    elif isinstance(node, (ast.Constant, ast.JoinedStr)):
        text = _constant(node) or _template(node)
        if len(WORDS.findall(re.sub(r"\{\w+\}", "", text))) > 1:
            yield text


def _template(node: ast.expr) -> str:
    """An f-string with named places."""
    if not isinstance(node, ast.JoinedStr):
        return ""
    text, times = "", Counter[str]()
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            name = _place(part.value)
            times[name] += 1
            text += f"{{{name}}}" if times[name] == 1 else f"{{{name}_{times[name]}}}"
        else:
            text += _constant(part)
    return text


def _place(node: ast.expr) -> str:
    """The last name of an expression: shape of tuple(x.shape)."""
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _name(node)
    inner = [*node.args, node.func] if isinstance(node, ast.Call) else [*ast.iter_child_nodes(node)]
    names = (_place(each) for each in inner if isinstance(each, ast.expr))
    return next(filter(None, names), "") or ("value" if isinstance(node, ast.Call) else "")


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _constant(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
