"""Looks for the answers where none may be: in every file of the kit, whatever it is called.

An answer is a statement in the body of a TODO that does something: it calls a function or calculates. A statement that
only names or unpacks things is none, nor is one that the course gives away, in a provided file or in a docstring.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from harness.kit.skeleton import opened
from harness.run.errors import unfinished

FORBIDDEN = re.compile(r"(^|/)(reference|slips|proof|grading|\.git|__pycache__)(/|$)|\.(pyc|pkl|pickle|pt|pth|npy)$")
PICKLED = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")  # how a pickle begins
SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return)


@dataclass(frozen=True)
class Answer:
    """A statement of the answers: where it stands, and its text, squeezed."""

    file: str
    line: int
    text: str


@dataclass(frozen=True)
class Leak:
    """A file of the kit that may not be there, or that holds an answer."""

    name: str
    answer: Answer | None = None

    def __str__(self) -> str:
        if self.answer is None:
            return f"{self.name} may not be in the kit"
        return f"{self.name} holds line {self.answer.line} of {self.answer.file}: {self.answer.text}"


def answers(folder: Path) -> tuple[Answer, ...]:
    """Each statement that answers a TODO in a folder of answers."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}
    given = {squeezed(opened(source)) for source in sources.values()}
    found = (Answer(name, *statement) for name, source in sources.items() for statement in _statements(source))
    return tuple(answer for answer in found if not any(answer.text in text for text in given))


def found_in(contents: Mapping[str, bytes], wanted: Sequence[Answer]) -> Iterator[Leak]:
    """Each answer in the kit, and each file that has no business in it."""
    for name, content in sorted(contents.items()):
        if FORBIDDEN.search(name) or content.startswith(PICKLED):
            yield Leak(name)
        shown = content.decode("utf-8", errors="replace")
        texts = {squeezed(shown), *(_normalized(shown) if PurePosixPath(name).suffix == ".py" else ())}
        yield from (Leak(name, answer) for answer in wanted if any(answer.text in text for text in texts))


def squeezed(text: str) -> str:
    """The text without white space and round brackets, and with one kind of quotes: however it is laid out."""
    return re.sub(r"[\s()]+", "", text).replace("'", '"').replace('\\"', '"')


def _normalized(source: str) -> Iterator[str]:
    yield squeezed(ast.unparse(ast.parse(source)))


def _statements(source: str) -> Iterator[tuple[int, str]]:
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef) and unfinished(ast.get_docstring(function) or ""):
            for node in (inner for statement in function.body[1:] for inner in ast.walk(statement)):
                if isinstance(node, SIMPLE) and _does_something(node):
                    yield node.lineno, squeezed(ast.unparse(node))


def _does_something(statement: ast.stmt) -> bool:
    if ast.unparse(statement) == "super().__init__()":
        return False
    return any(isinstance(node, (ast.Call, ast.BinOp)) for node in ast.walk(statement))
