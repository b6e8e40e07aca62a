"""No slip is caught by another TODO than its own."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import groupby

from harness.check.finding import Finding
from harness.check.texts import slips
from harness.check.trials.answers import Held, place_of
from harness.course import Todo, course
from harness.draw.recorder import Recorder
from harness.judge.dependencies import replaceable
from harness.judge.slips import Slip
from harness.proof.trial import Found, tried
from harness.proof.workers import forked
from harness.run.in_process import InProcess

SAMPLE = 4  # slips of a file, at each other TODO
EXAMPLES = 25  # drawn for a claim, at most


def findings(bank: Sequence[Slip], held: Held, seed: int, processes: int) -> Iterator[Finding]:
    """Where a stand-in replaces its class, a slip is as the answers over it: these stand for all such slips."""

    def work(job: tuple[Todo, Slip | None, str]) -> Found | None:
        todo, slip, file = job
        impl = slip.over(course().answers) if slip else answers.over(replaceable(answers, todo))
        claims = [claim for claim in held.proof.reached_by(file).get(todo.number, ()) if not claim.takes_long]
        all_found = tried(Recorder(impl), claims, seed, EXAMPLES)
        return next((found for found in all_found if found.verdict in ("broken", "not started")), None)

    answers, jobs = InProcess(course().answers), list[tuple[Todo, Slip | None, str]]()
    for todo in map(course().todo, held.proof.claims):
        replaced = replaceable(answers, todo)
        for file, of_file in groupby((slip for slip in bank if slip.todo != todo), lambda slip: slip.file):
            left = [slip for slip in of_file if slip.class_name not in replaced]
            some = random.Random(seed).sample(left, min(SAMPLE, len(left)))
            jobs += [(todo, slip, file) for slip in some] or [(todo, None, file)]
    for (todo, slip, _), found in forked(work, jobs, processes):
        if found:
            yield _stray(todo, slip, found, held)


def _stray(todo: Todo, slip: Slip | None, found: Found, held: Held) -> Finding:
    if slip:
        what = f"{slip.label}: TODO {todo.number} catches it too, by {found.claim}: {found.message}"
        remedy = f"let TODO {todo.number} put a stand-in in its place: `replaceable` in the course's record"
        return Finding(*slips.place(slip), what, remedy)
    claim = next(claim for claim in held.proof.each if claim.name == found.claim)
    what = f"{found.claim} does not hold for the answers over stand-ins: {found.message}"
    return Finding(*place_of(claim), what, "mend the stand-in, or the claim")
