"""summary.md: the Markdown that GitHub shows under a run, from GITHUB_STEP_SUMMARY."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from harness.grading.reports import words
from harness.grading.reports.sanitized import Sanitized
from harness.grading.reports.words import Fault
from harness.language.speech import say
from harness.tell import board
from harness.tell.results import Rung

MOST_BYTES = 900_000  # GitHub refuses more than 1 MiB a step, all summaries of the step together
PUNCTUATION = re.compile(r"([\\`*_\[\]|~])")


def summary(grade: Sanitized) -> str:
    """The board, then what is said of the claims that break, as far as there is room."""
    page = "\n\n".join(_head(grade))
    for block in (block for rung in grade.results.rungs for block in _blocks(rung)):
        if len(f"{page}\n\n{block}".encode()) > MOST_BYTES:
            return f"{page}\n\n{say('There is more than fits here: see report.html.')}\n"
        page += f"\n\n{block}"
    return f"{page}\n"


def _head(grade: Sanitized) -> Iterator[str]:
    yield f"## {words.title()}: {words.points(grade)}"
    yield say("Submission: {name}", name=_code(grade.submission))
    if grade.problem:
        yield say("Nothing could be graded: {problem}", problem=_code(grade.problem))
    else:
        yield " ".join(filter(None, (words.headline(grade), words.speed(grade))))
    if grade.notes:
        yield "\n".join(f"- {say('About the submission: {note}', note=_code(note))}" for note in grade.notes)
    names = ("TODO", say("what"), say("state"), say("claims"), say("points"))
    rows = [f"| {' | '.join(names)} |", "| ---: | :--- | :--- | ---: | ---: |"]
    yield "\n".join(rows + [_row(grade, rung) for rung in grade.results.rungs])
    yield " ".join(words.policy_in_words(grade))


def _row(grade: Sanitized, rung: Rung) -> str:
    claims = f"{rung.held}/{rung.planned}" if rung.claims else ""
    cells = (
        str(rung.todo.number),
        board.title(rung.todo),
        words.state(grade, rung),
        claims,
        f"{grade.policy.earned(rung)}/{grade.policy.worth(rung.todo)}",
    )
    return f"| {' | '.join(cells)} |"


def _blocks(rung: Rung) -> Iterator[str]:
    faults = words.faults(words.broken(rung))
    if faults:
        yield f"### TODO {rung.todo.number}, {board.title(rung.todo)}"
    for fault in faults:
        yield "\n\n".join(_words(fault))


def _words(fault: Fault) -> Iterator[str]:
    yield "\n".join(f"- **{_plain(claim.sentence)}**" for claim in fault.claims)
    if fault.mistake:
        known, hint = say("Known mistake"), say("Hint")
        yield f"> **{known}:** {_plain(fault.mistake)}\n>\n> **{hint}:** {_plain(fault.hint)}"
    fence = "`" * max(3, _longest_run(fault.details) + 1)
    yield f"{fence}text\n{fault.details}\n{fence}"


def _plain(sentence: str) -> str:
    """A sentence of the course's own, in which nothing is Markdown or HTML."""
    return PUNCTUATION.sub(r"\\\1", html.escape(sentence, quote=False))


def _code(line: str) -> str:
    """A line of the submission's as a span of code, in which nothing renders: no Markdown, no link, no mention."""
    fence = "`" * (_longest_run(line) + 1)
    return f"{fence} {line} {fence}"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
