"""Each claim and each open method has a hint: three steps in sentences, of which none is the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from harness.check.finding import Finding, line_of
from harness.check.scope import Scope, Topic
from harness.check.texts import records
from harness.check.texts.records import is_readable
from harness.course import course
from harness.kit.search import Answer, answers, squeezed
from harness.kit.skeleton import opened
from harness.tell.hints import EVERY_CLASS, hint_for

STEPS = 3


def findings(scope: Scope) -> Iterator[Finding]:
    if not all(map(is_readable, _folder().glob("*.toml"))):
        return  # a file that is no TOML is a finding of its own
    for topic in topics(scope):
        if hint_for(topic.name) is None:
            where = f"add it to `about` of a hint in {_folder().name}/"
            yield Finding(topic.file, line_of(topic.file, topic.pattern), f"{topic.name} has no hint", where)
    every, wanted = [topic.name for topic in topics(Scope.of())], answers(course().answers)
    for file in (*((EVERY_CLASS,) if scope.whole else ()), *scope.files):
        for record in records.of(_folder() / f"{file}.toml"):
            faults = (*_faults(record.fields, every), *_leaks(record.fields, wanted))
            yield from (record.finding(*fault) for fault in faults)


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


def _faults(record: Mapping[str, Any], every: list[str]) -> Iterator[tuple[str, str]]:
    about, steps = record.get("about", ()), record.get("steps", ())
    if len(steps) != STEPS:
        yield f"it has {len(steps)} steps", f"write {STEPS}: the concept, the place, nearly the line"
    for step in steps:
        if not re.fullmatch(r"[A-Za-z].*[.?]", step, re.DOTALL):
            yield f"this is no sentence: {step}", "begin it with a word, and end it with . or ?"
    reached = [topic for topic in every if (hint := hint_for(topic)) and hint.about == tuple(about)]
    for pattern in about:
        if not any(fnmatchcase(topic, pattern) for topic in reached):
            yield f"{pattern} fits nothing that no hint before it is about", "mend the pattern, or delete it"


def _leaks(record: Mapping[str, Any], wanted: tuple[Answer, ...]) -> Iterator[tuple[str, str]]:
    told = squeezed("\n".join(record.get("steps", ())))
    for answer in wanted:
        if answer.text in told:
            yield f"it holds line {answer.line} of {answer.file}: {answer.text}", "say it in words"
