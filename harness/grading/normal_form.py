"""The normal form of a submission: the syntax trees of the functions that it wrote, without names and layout.

Names are numbered in the order in which they come. Comments, docstrings and annotations are left out, and so are the
order of functions, imports, and the methods that a skeleton leaves open. Names that come from elsewhere stay:
keywords, attributes that the file does not set, and all that it imports from a package.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

SHINGLE = 9  # words in a row
SKETCH = 48  # hashes
MOST_WORDS = 20_000  # of which a sketch is made
LEFT_OUT = {"annotation", "returns", "type_comment", "kind", "ctx", "simple"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
NAMES = {ast.Name: "id", ast.arg: "arg", ast.ExceptHandler: "name"} | dict.fromkeys(DEFINITIONS, "name")

Words = tuple[str, ...]


@dataclass(frozen=True)
class NormalForm:
    """digest: the same for submissions that differ in names and layout alone; empty where nothing is written.

    size: words, as a measure of how much there is to be equal. sketch: the smallest hashes of all runs of words, of
    which submissions that are nearly equal have most in common.
    """

    digest: str = ""
    size: int = 0
    sketch: tuple[int, ...] = ()


UNWRITTEN = NormalForm()


def normal_form(sources: Mapping[str, str]) -> NormalForm:
    """That of the files of a submission. A file that cannot be parsed counts as if it were not there."""
    written = sorted((file, words) for file, text in sources.items() for words in _functions(text))
    if not written:
        return UNWRITTEN
    whole = "\n".join(" ".join((file, *words)) for file, words in written)
    return NormalForm(
        digest=blake2b(whole.encode(errors="replace"), digest_size=8).hexdigest(),
        size=sum(len(words) for _, words in written),
        sketch=_sketch([words for _, words in written]),
    )


def _functions(text: str) -> Iterator[Words]:
    """The words of each function of a file that is written."""
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    set_here = {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    imported = {
        alias.asname or alias.name: alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and not node.level
        for alias in node.names
    }
    for node in nodes:
        if isinstance(node, (ast.Module, ast.ClassDef)):
            for function in node.body:
                if isinstance(function, FUNCTIONS) and not all(map(_is_open, _body(function))):
                    yield tuple(_words(function, set_here, imported))


def _is_open(statement: ast.stmt) -> bool:
    """Whether it stands where something is still to be written."""
    if isinstance(statement, ast.Raise):
        raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    is_constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_constant or isinstance(statement, ast.Pass)


def _body(definition: ast.AST) -> Sequence[ast.stmt]:
    """Without its docstring."""
    assert isinstance(definition, DEFINITIONS)
    return definition.body[1:] if ast.get_docstring(definition, clean=False) is not None else definition.body


def _words(function: ast.AST, set_here: Set[str], imported: Mapping[str, str]) -> Iterator[str]:
    """The nodes of a tree from the top down. No call calls itself: a tree may be deep."""
    numbers: dict[str, int] = {}
    waiting = [function]
    while waiting:
        node = waiting.pop()
        yield "Assign" if isinstance(node, ast.AnnAssign) else type(node).__name__
        below = []
        for field, each in _fields(node):
            if isinstance(each, ast.AST):
                below.append(each)
            elif NAMES.get(type(node)) == field:
                yield imported.get(each) or f"#{numbers.setdefault(each, len(numbers))}"
            elif field == "attr" and each in set_here:
                yield f"#{numbers.setdefault(f'.{each}', len(numbers))}"
            else:
                yield repr(each)
        waiting += reversed(below)


def _fields(node: ast.AST) -> Iterator[tuple[str, Any]]:
    for field, value in ast.iter_fields(node):
        if field not in LEFT_OUT and value is not None:
            told = _body(node) if field == "body" and isinstance(node, DEFINITIONS) else value
            yield from ((field, each) for each in (told if isinstance(told, list) else [told]))


def _sketch(functions: Sequence[Words]) -> tuple[int, ...]:
    left, hashes = MOST_WORDS, set[int]()
    for words in functions:
        hashes |= {_hash(" ".join(run)) for run in _runs(words[:left])}
        left = max(0, left - len(words))
    return tuple(sorted(hashes)[:SKETCH])


def _runs(words: Words) -> Iterator[Words]:
    return (words[i : i + SHINGLE] for i in range(max(1, len(words) - SHINGLE + 1)))


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=4).digest(), "big")
