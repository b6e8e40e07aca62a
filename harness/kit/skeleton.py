"""Makes the students' files from the answers.

The body of each function whose docstring begins with "TODO n." is the answer: it is replaced by a NotImplementedError,
and all else, the docstring among it, stays as it is.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from pathlib import Path

from harness.course import course
from harness.run.errors import unfinished


def opened(source: str) -> str:
    """The source of an answer with its TODOs open."""
    lines = source.splitlines()
    for function, number in reversed(list(_todos(source))):
        first, *answer = function.body
        name = _name(source, function)
        message = f'raise NotImplementedError("TODO {number}: {name}")'
        assert first.end_lineno and answer and answer[-1].end_lineno
        lines[first.end_lineno : answer[-1].end_lineno] = [" " * first.col_offset + message]
    return "\n".join(lines) + "\n"


def is_untouched(source: str) -> bool:
    """Whether nothing is lost when this file of a student is overwritten: each TODO in it is still open."""
    try:
        return all(_is_open(function) for function, _ in _todos(source))
    except SyntaxError:
        return False


def write(answers: Path, skeleton: Path, force: bool = False) -> list[Path]:
    """Write the skeleton of each file of the interface; raises SystemExit rather than overwrite a student's work."""
    files = _files(answers, skeleton)
    begun = [path.name for path in files if path.exists() and not is_untouched(path.read_text(encoding="utf-8"))]
    if begun and not force:
        lost = ", ".join(begun)
        raise SystemExit(f"{lost} in {skeleton}/ hold work that would be lost; with --force it is overwritten")
    skeleton.mkdir(exist_ok=True)
    for path, source in files.items():
        path.write_text(source, encoding="utf-8")
    return list(files)


def check(answers: Path, skeleton: Path) -> None:
    """Raises SystemExit, with what differs, where a file of the skeleton is not what the answers give."""
    found = differences(answers, skeleton)
    if found:
        shown = "\n".join(line for lines in found.values() for line in lines)
        which = f"{', '.join(path.name for path in found)} in {skeleton}/: not what {answers}/ gives."
        raise SystemExit(
            f"{shown}\n\n{which} To write it anew: python -m harness skeleton {answers} {skeleton} --force"
        )


def differences(answers: Path, skeleton: Path) -> dict[Path, list[str]]:
    """The files of the skeleton that are not what the answers give, with a unified diff of each."""
    found = {path: _difference(path, source) for path, source in _files(answers, skeleton).items()}
    return {path: lines for path, lines in found.items() if lines}


def _difference(path: Path, source: str) -> list[str]:
    """The lines of a unified diff from the file as it is to the source that it should be; none where they are equal."""
    found = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return list(difflib.unified_diff(found, source.splitlines(), str(path), f"{path}, as it should be", lineterm=""))


def _files(answers: Path, skeleton: Path) -> dict[Path, str]:
    return {
        skeleton / f"{file}.py": opened((answers / f"{file}.py").read_text(encoding="utf-8")) for file in course().files
    }


def _todos(source: str) -> Iterator[tuple[ast.FunctionDef, int]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and (number := unfinished(ast.get_docstring(node) or "")):
            yield node, number


def _is_open(function: ast.FunctionDef) -> bool:
    answer = function.body[1:]
    return len(answer) == 1 and ast.unparse(answer[0]).startswith("raise NotImplementedError('TODO ")


def _name(source: str, function: ast.FunctionDef) -> str:
    owner = next(
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef) and _holds(node, function)
    )
    return f"{owner.name}.{function.name}"


def _holds(owner: ast.ClassDef, function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.lineno == function.lineno for node in owner.body)
