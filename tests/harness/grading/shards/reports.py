"""Reports as a grader leaves them, but only with what says whether a task is done."""

import json


def report(out, task, complete=True, points=20, verdict="held", seed=None):
    """Writes the whole grade of a task."""
    claim = {
        "todo": 1,
        "name": "test_it",
        "verdict": verdict,
        "sentence": "It holds.",
        "message": "off",
        "code": "print()",
    }
    grade = {
        "submission": task.path.name,
        "problem": "",
        "complete": complete,
        "points": points,
        "out_of": 20,
        "digest": task.digest,
        "version": task.version,
        "seed": task.seed if seed is None else seed,
        "todos": [{"number": number, "claims": [claim] if number == 1 else []} for number in task.todos],
    }
    folder = out / task.folder
    folder.mkdir(exist_ok=True)
    (folder / ".part").write_text(json.dumps(grade), encoding="utf-8")
    (folder / ".part").replace(folder / "staff.json")
