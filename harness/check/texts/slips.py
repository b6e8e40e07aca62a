"""Each slip is told in two short sentences, and its edits fit the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.check.finding import Finding, line_of
from harness.check.scope import Scope
from harness.check.texts.records import is_readable, records
from harness.course import course
from harness.judge.slips import BadSlip, Slip, read

FEWEST = 6  # slips of a TODO
LONGEST = 160  # characters of a sentence that the board shows
SENTENCES = {"mistake": "what the code does, and its author misunderstood", "hint": "where to look"}
TRIVIAL = 8  # characters of a line that gives nothing away


def findings(scope: Scope) -> Iterator[Finding]:
    for path, class_name, name in _named(scope):
        line = line_of(path, rf"^\[{re.escape(name)}\]")
        for what, remedy in _faults(path, class_name, name):
            yield Finding(path, line, f"{name}: {what}", remedy)
    for todo in scope.todos:
        paths = [_path(name) for name in todo.classes]
        many = sum(len(records(path)) for path in paths)
        if many < FEWEST and all(map(is_readable, paths)):
            yield Finding(paths[-1], 1, f"TODO {todo.number} has {many} slips", f"write {FEWEST} at least")


def sound(scope: Scope) -> list[Slip]:
    """The slips that can be tried."""
    found: list[Slip] = []
    for path, class_name, name in _named(scope):
        try:
            variants = read(class_name, name, records(path)[name], path)
            for slip in variants:
                slip.over(course().answers)
        except BadSlip:
            continue
        found += variants
    return found


def place(slip: Slip) -> tuple[Path, int]:
    """The file and the line of its record."""
    path = _path(slip.class_name)
    return path, line_of(path, rf"^\[{re.escape(slip.name)}\]")


def _path(class_name: str) -> Path:
    return course().answers / "slips" / f"{course().contracts[class_name].file}.toml"


def _named(scope: Scope) -> Iterator[tuple[Path, str, str]]:
    """The path, the class and the name of each record."""
    for class_name in (name for todo in scope.todos for name in todo.classes):
        for name in records(_path(class_name)):
            yield _path(class_name), class_name, name


def _faults(path: Path, class_name: str, name: str) -> Iterator[tuple[str, str]]:
    record = records(path)[name]
    lacking = [field for field in SENTENCES if not record.get(field)]
    yield from ((f"it has no {field}", f"write {field} = a sentence: {SENTENCES[field]}") for field in lacking)
    if lacking:
        return
    try:
        variants = read(class_name, name, record, path)
        for slip in variants:
            slip.over(course().answers).package.find_class(class_name)
    except BadSlip as error:
        yield f"it is no slip: {error}", "let its edits say what the answer says now, each piece once"
    except Exception as error:
        yield f"it cannot be imported: {error}", "mend its edits"
    else:
        yield from _ill_told(variants)


def _ill_told(variants: Sequence[Slip]) -> Iterator[tuple[str, str]]:
    slip = variants[0]
    for sentence in (slip.mistake, slip.hint):
        if len(sentence) > LONGEST:
            yield f"this sentence has {len(sentence)} characters: {sentence}", f"use {LONGEST} at most"
        if sentence[-1] not in ".?":
            yield f"this is no sentence: {sentence}", "end it with . or ?"
    for line in (line.strip() for one in variants for old, _ in one.edits for line in old.splitlines()):
        if len(line) > TRIVIAL and line in slip.hint:
            yield f"the hint gives the answer away: {line}", "say where to look, not what to write"
