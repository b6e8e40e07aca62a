"""The sentences of code that knows no language: of asserts and exceptions, and of functions that give text.

An f-string is a template. Each {place} of it is called by the last name of its expression.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping

ASSERTS = "assert_"  # how functions begin that are told what they compare
TEXTS = {"what", "notes", "missing", "said", "found", "words", "lines"}  # variables that hold sentences
APPENDING = {"append"}
WORDS = re.compile(r"[a-zA-Z]{2,}")


def silent_sentences(tree: ast.Module) -> Iterator[str]:
    """All of a file."""
    constants = _constants(tree)
    for node in _told(tree):
        text = _text(node, constants)
        places = text.count("{")
        if len(WORDS.findall(re.sub(r"\{\w+\}", "", text))) > 1 or (places > 1 and re.search(r"\} | \{", text)):
            yield text


def _told(tree: ast.Module) -> Iterator[ast.expr]:
    """Each expression that is told."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and node.msg:
            yield from _choices(node.msg)
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from (each for argument in node.exc.args for each in _choices(argument))
        elif isinstance(node, ast.Call) and _tells(node):
            yield from (each for argument in node.args for each in _choices(argument))
        elif isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from _choices(node.value) if any(_name(target) in TEXTS for target in targets) else ()
        elif isinstance(node, ast.FunctionDef) and _gives_text(node):
            yield from (each for value in _given(node) for each in _choices(value))


def _tells(call: ast.Call) -> bool:
    """Whether a call asserts something, or appends to the texts of a variable."""
    appends = isinstance(call.func, ast.Attribute) and call.func.attr in APPENDING and _name(call.func.value) in TEXTS
    return appends or _name(call.func).lstrip("_").startswith(ASSERTS) or _name(call.func) == "__init__"


def _gives_text(function: ast.FunctionDef) -> bool:
    return "str" in ast.unparse(function.returns) if function.returns else False


def _given(function: ast.FunctionDef) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, (ast.Return, ast.Yield)) and node.value:
            yield node.value


def _choices(node: ast.expr) -> Iterator[ast.expr]:
    """What an expression may give: one of two, or each of several."""
    if isinstance(node, ast.IfExp):
        yield from (each for branch in (node.body, node.orelse) for each in _choices(branch))
    elif isinstance(node, (ast.Tuple, ast.List)):
        yield from (each for element in node.elts for each in _choices(element))
    elif isinstance(node, (ast.ListComp, ast.GeneratorExp)):
        yield from _choices(node.elt)
    else:
        yield node


def _constants(tree: ast.Module) -> Mapping[str, str]:
    """The texts that a file gives names to."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and (text := _text(node.value, found)):
            found |= {_name(target): text for target in node.targets}
    return found


def _text(node: ast.expr, constants: Mapping[str, str]) -> str:
    """A string, or an f-string as a template; empty where it is something else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.Name):
        return constants.get(node.id, "")
    if not isinstance(node, ast.JoinedStr):
        return ""
    times = Counter[str]()
    return "".join(_part(part, constants, times) for part in node.values)


def _part(part: ast.expr, constants: Mapping[str, str], times: Counter[str]) -> str:
    if not isinstance(part, ast.FormattedValue):
        return _text(part, constants)
    if known := _text(part.value, constants):
        return known
    name = _place(part.value) or "value"
    times[name] += 1
    return f"{{{name}}}" if times[name] == 1 else f"{{{name}_{times[name]}}}"


def _place(node: ast.expr) -> str:
    """The last name of an expression: shape of tuple(x.shape)."""
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _name(node).strip("_")
    inner = [*node.args, node.func] if isinstance(node, ast.Call) else [*ast.iter_child_nodes(node)]
    if isinstance(node, ast.Call) and not node.args and isinstance(node.func, ast.Attribute):
        inner = [node.func.value]  # x of x.tolist()
    return next(filter(None, (_place(each) for each in inner if isinstance(each, ast.expr))), "")


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
