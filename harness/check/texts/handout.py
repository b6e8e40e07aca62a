"""The section of a TODO is there in each language, with the same parts in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

from harness.check.finding import Finding, line_of
from harness.check.page import Page
from harness.check.scope import Scope
from harness.course import Todo, course
from harness.kit.handout import LANGUAGES

FIRST = next(iter(LANGUAGES))
NAMES = {"figure": "figure", "question": "question", "sh": "command to run", "claim": "claim by its name"}


def findings(scope: Scope) -> Iterator[Finding]:
    claims = {claim.name for claim in Scope.of().claims}
    pages = {path: Page(path) for todo in course().todos for path in _paths(todo) if path.is_file()}
    usual = _usual(pages)
    for todo in scope.todos:
        there = [pages[path] for path in _paths(todo) if path in pages]
        for path in _paths(todo):
            if path not in pages:
                yield Finding(path, 1, f"there is no page for TODO {todo.number} in {path.parent.name}", "write it")
        for page in there:
            yield from _section(page, todo, usual) if page.under(todo.number) else _missing(page, todo)
            yield from _figures(page, todo)
            yield from _claims(page, todo, claims)
        for other in there[1:]:
            yield from _differences(there[0], other, todo)


def page_of(todo: Todo, language: str) -> Path:
    return course().root / "handout" / language / f"week-{todo.week}.md"


def _paths(todo: Todo) -> list[Path]:
    return [page_of(todo, language) for language in LANGUAGES]


def _usual(pages: Mapping[Path, Page]) -> set[str]:
    """The kinds of parts that most sections have."""
    sections = [pages[path].under(todo.number) for todo in course().todos for path in _paths(todo) if path in pages]
    of_each = [{part[0] for _, part in section} for section in sections]
    return {kind for kind in NAMES if sum(kind in kinds for kinds in of_each) * 2 > len(of_each)}


def _missing(page: Page, todo: Todo) -> Iterator[Finding]:
    what = f"TODO {todo.number} has no section in {page.path.parent.name}"
    yield Finding(page.path, len(page.text.splitlines()), what, f"write it under ## TODO {todo.number}: and a title")


def _section(page: Page, todo: Todo, usual: set[str]) -> Iterator[Finding]:
    parts = page.under(todo.number)
    line = parts[0][0]
    if page.path.parent.name == FIRST and f"\n## TODO {todo.number}: {todo.title}\n" not in page.text:
        title = f"call it TODO {todo.number}: {todo.title}"
        yield Finding(page.path, line, "its title is not that of the ladder", title)
    asked = [number for _, number in page.parts("question", todo.number)]
    if asked != [f"{todo.number}.{i + 1}" for i in range(len(asked))]:
        yield Finding(page.path, line, f"its questions are {asked}", f"call them {todo.number}.1, {todo.number}.2 ...")
    for kind in sorted(usual - {part[0] for _, part in parts}):
        yield Finding(page.path, line, f"its section has no {NAMES[kind]}, as most have", "add one")


def _figures(page: Page, todo: Todo) -> Iterator[Finding]:
    for line, figure in page.parts("figure", todo.number):
        if not (page.path.parent / figure).is_file():
            yield Finding(page.path, line, f"{figure} is missing", "draw it, or name another figure")
        elif not re.search(rf"!\[[^\]]{{10,}}\]\({re.escape(figure)}\)", page.text):
            yield Finding(page.path, line, f"{figure} is not described", "say between [ and ] what it shows")


def _claims(page: Page, todo: Todo, claims: set[str]) -> Iterator[Finding]:
    for _, name in page.parts("claim", todo.number):
        if name not in claims:
            line = line_of(page.path, rf"\b{name}\b")
            yield Finding(page.path, line, f"there is no claim {name}", "name one that there is")


def _differences(first: Page, other: Page, todo: Todo) -> Iterator[Finding]:
    """The first part that one language has, and another has not."""
    ours, theirs = first.under(todo.number), other.under(todo.number)
    if ours and theirs:
        for one, two in zip_longest(ours, theirs):
            if one is None or two is None or one[1] != two[1]:
                line = (two or theirs[-1])[0]
                here, there = (" ".join(part[1]) if part else "nothing more" for part in (one, two))
                what = f"here {first.path.parent.name} has {here}, and {other.path.parent.name} has {there}"
                yield Finding(other.path, line, what, "give both the same parts in the same order")
                break
