"""results.json, as Gradescope's autograders write it: gradescope-autograders.readthedocs.io, Specifications."""

from __future__ import annotations

import json
from typing import Any

from harness.course import course
from harness.grading.reports import words
from harness.grading.reports.sanitized import Sanitized
from harness.tell.results import Rung


def results(grade: Sanitized) -> str:
    """A test a TODO, which carries its points, each followed by its claims, which carry none.

    Everything is plain text, never HTML or Markdown. No test is hidden: Gradescope would hide the points with it. What
    is for the staff alone goes to the grader's own output.
    """
    points = f"{grade.points} of {grade.out_of} points."
    return json.dumps(
        {
            "score": grade.points,
            "execution_time": round(grade.seconds),
            "output": "\n".join(
                filter(None, (points, words.headline(grade), words.speed(grade), *words.policy(grade), *_notes(grade)))
            ),
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


def _notes(grade: Sanitized) -> list[str]:
    return [f"About the submission: {note}" for note in grade.notes]


def _tests(grade: Sanitized, rung: Rung) -> list[dict[str, Any]]:
    todo = rung.todo
    said = words.state(grade, rung) + (f", {rung.held} of {rung.planned} claims hold" if rung.claims else "")
    points = {"score": grade.policy.earned(rung), "max_score": grade.policy.worth(todo)}
    whole = _test(str(todo.number), f"TODO {todo.number}. {todo.title}", rung.state == "done", said, **points)
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
    points = {"name": "Points", "value": grade.points, "order": "desc"}
    leaderboard = course().leaderboard
    if grade.speedup is None or leaderboard is None:
        return [points]
    return [points, {"name": f"{leaderboard[0]}, times as fast", "value": round(grade.speedup, 2), "order": "desc"}]
