"""results.json, as Gradescope's autograders write it: gradescope-autograders.readthedocs.io, Specifications."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from grading.reports import words
from grading.reports.shown import Shown
from spec.results import Rung


def results(grade: Shown) -> str:
    """A test a TODO, which carries its points, each followed by its claims, which carry none; one test for the staff.

    Everything is plain text, never HTML or Markdown. Only the staff see hidden tests and the grader's own output.
    """
    return json.dumps(
        {
            "score": grade.points,
            "execution_time": round(grade.seconds),
            "output": "\n".join(filter(None, (words.headline(grade), words.speed(grade), *_notes(grade)))),
            "output_format": "text",
            "test_output_format": "text",
            "test_name_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": [test for rung in grade.results.rungs for test in _tests(grade, rung)] + [_for_the_staff(grade)],
            "leaderboard": _leaderboard(grade),
            "extra_data": {"complete": grade.complete, "seed": grade.seed, "isolation": asdict(grade.isolation)},
        },
        indent=1,
        ensure_ascii=False,
    )


def _notes(grade: Shown) -> list[str]:
    return [f"About the submission: {note}" for note in grade.notes]


def _tests(grade: Shown, rung: Rung) -> list[dict[str, Any]]:
    todo = rung.todo
    said = words.state(grade, rung) + (f", {rung.held} of {rung.planned} claims hold" if rung.claims else "")
    points = {"score": rung.points, "max_score": todo.points}
    whole = _test(str(todo.number), f"TODO {todo.number}. {todo.title}", rung.state == "done", said, **points)
    return [whole] + [
        _test(f"{todo.number}.{i}", claim.sentence, claim.verdict == "held", words.output(claim))
        for i, claim in enumerate(rung.claims, 1)
    ]


def _test(number: str, name: str, passed: bool, output: str, **points: int) -> dict[str, Any]:
    formats = {"name_format": "text", "output_format": "text", "visibility": "visible"}
    return (
        {"number": number, "name": name, "status": "passed" if passed else "failed", "output": output}
        | formats
        | points
    )


def _for_the_staff(grade: Shown) -> dict[str, str]:
    isolation = grade.isolation
    unmet = (claim for rung in grade.results.rungs for claim in rung.claims if claim.verdict != "held")
    parts = (
        f"seed: {grade.seed}",
        f"isolation: {isolation.level}; held: {', '.join(isolation.held) or 'nothing'}",
        *(f"missing: {sentence}" for sentence in isolation.missing),
        *("", "To run what does not hold again:", *(claim.replay for claim in unmet)),
        *("", "What the submission printed:", grade.printed or "(nothing)"),
    )
    hidden = {"name": "For the staff", "name_format": "text", "output_format": "text", "visibility": "hidden"}
    return {"output": "\n".join(parts)} | hidden


def _leaderboard(grade: Shown) -> list[dict[str, Any]]:
    points = {"name": "Points", "value": grade.points, "order": "desc"}
    if grade.speedup is None:
        return [points]
    return [points, {"name": "MultiHeadVer2, times as fast", "value": round(grade.speedup, 2), "order": "desc"}]
