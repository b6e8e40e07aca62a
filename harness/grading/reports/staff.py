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
            "students": [{"name": student.name, "id": student.id} for student in grade.students],
            "points": grade.points,
            "out_of": grade.out_of,
            "policy": words.policy(grade),
            "factor": grade.factor,
            "complete": grade.complete,
            "problem": grade.problem,
            "notes": grade.notes,
            "suspicions": grade.suspicions,
            "speedup": grade.speedup,
            "seconds": grade.seconds,
            "seed": grade.seed,
            "digest": grade.digest,
            "version": grade.version,
            "crowded": grade.crowded,
            "isolation": asdict(grade.isolation),
            "printed": grade.printed,
            "form": asdict(grade.form),
            "todos": [
                {
                    "number": rung.todo.number,
                    "title": rung.todo.title,
                    "state": words.state_for_machines(grade, rung),
                    "points": grade.policy.earned(rung),
                    "out_of": grade.policy.worth(rung.todo),
                    "torchs_own": rung.used,
                    "claims": [asdict(claim) for claim in rung.claims],
                }
                for rung in grade.results.rungs
            ],
        },
        indent=1,
        ensure_ascii=False,
    )
