"""staff.json: the whole grade, with the seed and the commands that repeat it. Not for students."""

from __future__ import annotations

import json
from dataclasses import asdict

from harness.grading.reports import words
from harness.grading.reports.sanitized import Sanitized


def whole(grade: Sanitized) -> str:
    """Everything that is known of a submission, as JSON."""
    return json.dumps(
        {
            "submission": grade.submission,
            "path": grade.path,
            "points": grade.points,
            "out_of": grade.out_of,
            "complete": grade.complete,
            "problem": grade.problem,
            "notes": grade.notes,
            "speedup": grade.speedup,
            "seconds": grade.seconds,
            "seed": grade.seed,
            "digest": grade.digest,
            "version": grade.version,
            "isolation": asdict(grade.isolation),
            "printed": grade.printed,
            "todos": [
                {
                    "number": rung.todo.number,
                    "title": rung.todo.title,
                    "state": words.state(grade, rung),
                    "points": rung.points,
                    "out_of": rung.todo.points,
                    "claims": [asdict(claim) for claim in rung.claims],
                }
                for rung in grade.results.rungs
            ],
        },
        indent=1,
        ensure_ascii=False,
    )
