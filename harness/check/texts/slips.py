"""Each slip is told in two short sentences, and its edits fit the answer."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.check.finding import Finding
from harness.check.scope import Scope
from harness.check.texts import records
from harness.check.texts.records import Record, is_readable
from harness.course import Todo, course
from harness.judge.slips import BadSlip, Slip, read
from harness.load.files import Files, files_of

FEWEST = 6  # slips of a TODO
LONGEST = 160  # characters of a sentence that the board shows
SENTENCES = {"mistake": "what the code does, and its author misunderstood", "hint": "where to look"}
TRIVIAL = 8  # characters of a line that gives nothing away


def findings(scope: Scope) -> Iterator[Finding]:
    answers = files_of(course().answers)
    for todo in scope.todos:
        paths = [_path(name) for name in todo.classes]
        found = [(name, record) for name in todo.classes for record in records.of(_path(name))]
        yield from (record.finding(*fault) for name, record in found for fault in _faults(name, record, answers))
        if len(found) < FEWEST and all(map(is_readable, paths)):
            yield Finding(paths[-1], 1, f"TODO {todo.number} has {len(found)} slips", f"write {FEWEST} at least")


def sound(todo: Todo) -> list[Slip]:
    """The slips that can be tried."""
    found, answers = list[Slip](), files_of(course().answers)
    for name in todo.classes:
        for record in records.of(_path(name)):
            with contextlib.suppress(BadSlip):
                found += _variants(name, record, answers)
    return found


def place(slip: Slip) -> tuple[Path, int]:
    """The file and the line of its record."""
    return records.place(_path(slip.class_name), slip.name)


def _path(class_name: str) -> Path:
    return course().answers / "slips" / f"{course().contracts[class_name].file}.toml"


def _variants(class_name: str, record: Record, answers: Files) -> tuple[Slip, ...]:
    """Those of a record. Raises BadSlip where one does not fit the answer."""
    variants = read(class_name, record.name, record.fields, record.path)
    for slip in variants:
        slip.over(course().answers, answers)
    return variants


def _faults(class_name: str, record: Record, answers: Files) -> Iterator[tuple[str, str]]:
    lacking = [field for field in SENTENCES if not record.fields.get(field)]
    yield from ((f"it has no {field}", f"write {field} = a sentence: {SENTENCES[field]}") for field in lacking)
    if lacking:
        return
    try:
        variants = _variants(class_name, record, answers)
        for slip in variants:
            slip.over(course().answers, answers).package.find_class(class_name)
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
