"""What is said in records: titles, claims, slips, hints, remedies, and the course's names for its tensors."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from harness.course import Todo, course
from harness.judge.slips import Slip, slips
from harness.language import keys
from harness.language.speech import LOCALE, SAID
from harness.tell.hints import EVERY_CLASS
from harness.tell.remedies import remedy
from harness.translate.message import Message
from harness.where import ROOT

COURSE = "course"  # the file of what belongs to no TODO


def of_the_course() -> Iterator[Message]:
    """Records of the course, TODO by TODO; then those that belong to none."""
    bank = [slip for slip in slips(course().answers / "slips") if slip.variant == 1]
    for todo in course().todos:
        file = catalog_of(todo)
        yield Message(file, todo.title, place_of(course().home), keys.title(todo.number))
        yield Message(file, todo.built, place_of(course().home), keys.built(todo.number))
        yield from _claims(todo, file)
        yield from _slips((slip for slip in bank if slip.todo == todo), file)
        for name in todo.files:
            yield from _hints(name, file)
    yield from _hints(EVERY_CLASS, catalog_of(None))
    yield from _remedies(course().home / remedy.OF_THE_COURSE, catalog_of(None))
    yield from _names(catalog_of(None))
    ready_made = (one.called for todo in course().todos for one in todo.ready_made if one.use != "allowed")
    for text in (*ready_made, course().title, *(course().finished or ())[:1]):
        yield Message(catalog_of(None), str(text), place_of(course().home), SAID)


def of_the_engine() -> Iterator[Message]:
    """Records of the engine: its remedies."""
    for theme in remedy.THEMES:
        yield from _remedies(remedy.HERE / f"{theme}.toml", ROOT / "harness" / LOCALE / f"remedies_{theme}")


def catalog_of(todo: Todo | None) -> Path:
    """The catalog of a TODO, or of what belongs to none, without .po."""
    return course().home / LOCALE / (f"todo_{todo.number}" if todo else COURSE)


def _claims(todo: Todo, file: Path) -> Iterator[Message]:
    path = course().root / "tests" / f"test_{todo.number}.py"
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            sentence = " ".join((ast.get_docstring(node) or "").split())
            yield Message(file, sentence, place_of(path), keys.claim(node.name))


def _slips(known: Iterable[Slip], file: Path) -> Iterator[Message]:
    for slip in known:
        place = place_of(course().answers / "slips" / f"{slip.file}.toml")
        for part, text in (("title", slip.title), ("mistake", slip.mistake), ("hint", slip.hint)):
            yield Message(file, text, place, keys.slip(slip.class_name, slip.name, part))


def _hints(name: str, file: Path) -> Iterator[Message]:
    path = course().home / "hints" / f"{name}.toml"
    for hint, record in _records(path).items():
        for n, step in enumerate(record["steps"], start=1):
            yield Message(file, step, place_of(path), keys.hint(hint, n))


def _remedies(path: Path, file: Path) -> Iterator[Message]:
    for name, record in _records(path).items():
        yield Message(file, record["advice"], place_of(path), keys.remedy(name), named=True)


def _names(file: Path) -> Iterator[Message]:
    """What things are called: those that methods return, steps, dimensions and conditions."""
    words, place = course().words, place_of(course().home / "words.py")
    returned = (
        name
        for contract in course().contracts.values()
        for method in contract.methods.values()
        for name in method.returns
    )
    steps = (name for of_class in words.steps.values() for name in of_class.values())
    dimensions = (name for of_thing in words.dimensions.values() for name in of_thing)
    for name in (*returned, *words.dimensions, *dimensions, *words.conditions, *steps):
        yield Message(file, name, place, SAID)


def _records(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def place_of(path: Path) -> str:
    """A path in the checkout."""
    root = ROOT if path.is_relative_to(ROOT / "harness") else course().root
    return path.relative_to(root).as_posix()
