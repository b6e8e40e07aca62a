"""result.json, as Classroom 50 collects it: foundation50/classroom50, schemas/result-v1.schema.json.

Its runner calls the grader in a checkout, with the identity of the submission in the environment, and stamps the owner,
the kind of assignment and the time of the submission over what is written here. Elsewhere these are empty.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from harness.grading.reports import words
from harness.grading.reports.sanitized import Sanitized
from harness.tell.results import Rung

SCHEMA = "classroom50/result/v1"
FIELDS = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "assignment_type": "ASSIGNMENT_TYPE",
    "owner": "OWNER",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}


def result(grade: Sanitized, environment: Mapping[str, str], now: datetime) -> str:
    """A test a TODO, with whole points. environment: the runner's. now: in UTC."""
    identity = {field: environment.get(variable, "") for field, variable in FIELDS.items()}
    found = {
        "score": int(grade.points),
        "max-score": int(grade.out_of),
        "tests": [_test(grade, r) for r in grade.results.rungs],
    }
    stamp = {"datetime": now.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return json.dumps({"schema": SCHEMA} | identity | stamp | found, indent=1, ensure_ascii=False)


def _test(grade: Sanitized, rung: Rung) -> dict[str, Any]:
    claim = rung.first_unmet
    return {
        "test-name": f"TODO {rung.todo.number}. {rung.todo.title}",
        "passed": rung.state == "done",
        "score": int(grade.policy.earned(rung)),
        "max-score": int(grade.policy.worth(rung.todo)),
        "state": words.state_for_machines(grade, rung),
        "message": grade.problem or (f"{claim.sentence}\n\n{words.output(claim)}" if claim else ""),
    }
