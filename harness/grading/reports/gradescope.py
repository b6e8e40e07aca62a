"""results.json, as Gradescope's autograders write it: gradescope-autograders.readthedocs.io, Specifications."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from harness.course import course
from harness.grading.reports import words
from harness.grading.reports.sanitized import Sanitized
from harness.language.speech import say
from harness.tell import board
from harness.tell.results import Rung


def results(grade: Sanitized) -> str:
    """A test a TODO, which carries its points, each followed by its claims, which carry none.

    Everything is plain text, never HTML or Markdown. No test is hidden: Gradescope would hide the points with it. What
    is for the staff alone goes to the grader's own output.
    """
    return json.dumps(
        {
            "score": grade.points,
            "execution_time": round(grade.seconds),
            "output": "\n".join(filter(None, _head(grade))),
            "output_format": "text",
            "test_output_format": "text",
            "test_name_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": [test for rung in grade.results.rungs for test in _tests(grade, rung)],
            "leaderboard": _leaderboard(grade),
        },
        indent=1,
        ensure_ascii=False,
    )


def _head(grade: Sanitized) -> Iterator[str]:
    yield f"{words.points(grade)}."
    yield words.headline(grade)
    yield words.speed(grade)
    yield from words.policy_in_words(grade)
    yield from (say("About the submission: {note}", note=note) for note in grade.notes)


def _tests(grade: Sanitized, rung: Rung) -> list[dict[str, Any]]:
    todo = rung.todo
    said = words.state(grade, rung)
    if rung.claims:
        held = {"state": said, "held": rung.held, "planned": rung.planned}
        said = say("{state}, {held} of {planned} claims hold", **held)
    points = {"score": grade.policy.earned(rung), "max_score": grade.policy.worth(todo)}
    whole = _test(str(todo.number), f"TODO {todo.number}. {board.title(todo)}", rung.state == "done", said, **points)
    return [whole] + [
        _test(f"{todo.number}.{i}", claim.sentence, claim.verdict == "held", words.output(claim))
        for i, claim in enumerate(rung.claims, 1)
    ]


def _test(number: str, name: str, passed: bool, output: str, **points: float) -> dict[str, Any]:
    formats = {"name_format": "text", "output_format": "text", "visibility": "visible"}
    return (
        {"number": number, "name": name, "status": "passed" if passed else "failed", "output": output}
        | formats
        | points
    )


def _leaderboard(grade: Sanitized) -> list[dict[str, Any]]:
    points = {"name": say("Points"), "value": grade.points, "order": "desc"}
    leaderboard = course().leaderboard
    if grade.speedup is None or leaderboard is None:
        return [points]
    name = say("{class_name}, times as fast", class_name=leaderboard[0])
    return [points, {"name": name, "value": round(grade.speedup, 2), "order": "desc"}]
