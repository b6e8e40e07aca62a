"""The row of a TODO says what is built with it, and how many questions the handout asks."""

from __future__ import annotations

from collections.abc import Iterator

from harness.check.finding import Finding, line_of
from harness.check.page import Page
from harness.check.scope import Scope, ladder
from harness.check.texts.handout import FIRST, page_of


def findings(scope: Scope) -> Iterator[Finding]:
    for todo in scope.todos:
        line, page = line_of(ladder(), rf"\b{todo.number},( {todo.week},|$)"), page_of(todo, FIRST)
        if not todo.built:
            yield Finding(ladder(), line, f"TODO {todo.number} does not say what is built", "write built=, a sentence")
        asked = len(Page(page).parts("question", todo.number)) if page.is_file() else 0
        if todo.questions != asked:
            what = f"TODO {todo.number} has questions={todo.questions}, and the handout asks {asked}"
            yield Finding(ladder(), line, what, f"write questions={asked}")
