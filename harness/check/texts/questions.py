"""Each question of the handout has an answer in each language's key, and no answer is without a question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from harness.check.finding import Finding, line_of
from harness.check.page import Page
from harness.check.scope import Scope
from harness.check.texts.handout import page_of
from harness.course import Todo, course
from harness.kit.handout import LANGUAGES

SHORT = 20  # words of an answer


def findings(scope: Scope) -> Iterator[Finding]:
    for language in LANGUAGES:
        path = course().answers / "answers" / f"{language}.md"
        if path.is_file():
            for todo in scope.todos:
                yield from _faults(Page(path), todo, language)
        elif any(_asked(page_of(todo, language), todo) for todo in scope.todos):
            yield Finding(path, 1, f"there are no answers in {language}", "write one for each question")


def _faults(key: Page, todo: Todo, language: str) -> Iterator[Finding]:
    asked, answered = _asked(page_of(todo, language), todo), _answered(key, todo)
    for number in (number for number in asked if number not in answered):
        line = line_of(page_of(todo, language), rf"\*\*.*{re.escape(number)}\.\*\*")
        what = f"question {number} has no answer in {key.path.parent.name}/{key.path.name}"
        yield Finding(page_of(todo, language), line, what, f"write it under ## TODO {todo.number} there")
    for number, answer in answered.items():
        line = line_of(key.path, rf"\*\*.*{re.escape(number)}\.\*\*")
        if number not in asked and asked:
            yield Finding(key.path, line, f"nobody asks {number}", "ask it in the handout, or delete the answer")
        elif len(answer.split()) <= SHORT:
            yield Finding(key.path, line, f"the answer to {number} is short", f"write more than {SHORT} words")


def _asked(path: Path, todo: Todo) -> list[str]:
    return [number for _, number in Page(path).parts("question", todo.number)] if path.is_file() else []


def _answered(key: Page, todo: Todo) -> dict[str, str]:
    return {number: text for number, text in key.questions().items() if number.startswith(f"{todo.number}.")}
