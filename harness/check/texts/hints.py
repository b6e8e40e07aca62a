"""Each claim and each open method has a hint: three steps in sentences, of which none is the answer."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from harness.check.finding import Finding, line_of
from harness.check.scope import Scope, Topic
from harness.check.texts.records import records
from harness.course import course
from harness.kit.skeleton import opened
from harness.tell.hints import EVERY_CLASS, hint_for

SHORT = 12  # characters of a line that gives nothing away
STEPS = 3


def findings(scope: Scope) -> Iterator[Finding]:
    if not all(records(path) for path in _folder().glob("*.toml")):
        return  # a file that is no TOML is a finding of its own
    for topic in topics(scope):
        if hint_for(topic.name) is None:
            where = f"add it to `about` of a hint in {_folder().name}/"
            yield Finding(topic.file, line_of(topic.file, topic.pattern), f"{topic.name} has no hint", where)
    every = [topic.name for topic in topics(Scope.of())]
    for file in (*((EVERY_CLASS,) if scope.whole else ()), *scope.files):
        path = _folder() / f"{file}.toml"
        for name, record in records(path).items():
            line = line_of(path, rf"^\[{re.escape(name)}\]")
            yield from (Finding(path, line, f"{name}: {what}", remedy) for what, remedy in _faults(name, record, every))


def topics(scope: Scope) -> Iterator[Topic]:
    """What a hint must be about: the claims, and the methods that the skeleton opens."""
    yield from scope.claims
    for file in scope.files:
        path = course().answers / f"{file}.py"
        skeleton = opened(path.read_text(encoding="utf-8")) if path.is_file() else ""
        for method in re.findall(r'"TODO \d+: ([\w.]+)"', skeleton):
            yield Topic(method, path, rf"def {method.rpartition('.')[2]}\b")


def _folder() -> Path:
    return course().home / "hints"


def _faults(name: str, record: Mapping[str, Any], every: list[str]) -> Iterator[tuple[str, str]]:
    about, steps = record.get("about", ()), record.get("steps", ())
    if len(steps) != STEPS:
        yield f"it has {len(steps)} steps", f"write {STEPS}: the concept, the place, nearly the line"
    for step in steps:
        if not re.fullmatch(r"[A-Za-z].*[.?]", step, re.DOTALL):
            yield f"this is no sentence: {step}", "begin it with a word, and end it with . or ?"
    for line in _lines_of_the_answers(course().answers):
        if line in "\n".join(steps):
            yield f"it gives the answer away: {line}", "say it in words"
    reached = [topic for topic in every if (hint := hint_for(topic)) and hint.name == name]
    for pattern in about:
        if not any(fnmatchcase(topic, pattern) for topic in reached):
            yield f"{pattern} fits nothing that no hint before it is about", "mend the pattern, or delete it"


@cache
def _lines_of_the_answers(answers: Path) -> frozenset[str]:
    """Those of the bodies, without comments."""
    functions = [
        node
        for path in sorted(answers.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    lines = (ast.unparse(line) for node in functions for line in node.body if not isinstance(line, ast.Expr))
    return frozenset(line for line in lines if len(line) > SHORT)
