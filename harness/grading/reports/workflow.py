"""annotations.txt: lines that GitHub Actions, when they are printed in a step, puts beside the student's code."""

from __future__ import annotations

from collections.abc import Iterator

from harness.course import course
from harness.grading.reports import words
from harness.grading.reports.sanitized import Sanitized
from harness.tell.results import Rung

MOST = 10  # what GitHub shows of a step
DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY = DATA | str.maketrans({":": "%3A", ",": "%2C"})


def commands(grade: Sanitized) -> str:
    """At most ten commands: why nothing was graded, or the claim to look at first of each TODO that fails."""
    return "".join(f"{command}\n" for command in list(_commands(grade))[:MOST])


def _commands(grade: Sanitized) -> Iterator[str]:
    if grade.problem:
        yield f"::error::{words.headline(grade).translate(DATA)}"
    elif not grade.complete:
        yield f"::warning::{words.headline(grade).translate(DATA)}"
    for rung in grade.results.rungs:
        if rung.state == "failing":
            yield _error(rung)


def _error(rung: Rung) -> str:
    claim = rung.first_unmet
    assert claim is not None
    file = claim.file or course().contracts[claim.subject].file
    title = f"TODO {rung.todo.number}. {rung.todo.title}"
    places = {"file": f"student/{file}.py", "line": str(claim.line), "title": title}
    properties = ",".join(f"{key}={value.translate(PROPERTY)}" for key, value in places.items())
    said = f"{claim.sentence}\n\n{claim.said}"
    return f"::error {properties}::{said.translate(DATA)}"
