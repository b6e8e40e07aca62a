"""Each slip is caught by its own TODO alone and by its name, and each claim catches a slip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.check.finding import Finding
from harness.check.scope import Scope
from harness.check.texts import slips
from harness.check.trials import answers
from harness.check.trials.rubbish import is_vacuous
from harness.check.trials.twins import twins
from harness.course import Todo, course
from harness.draw.recorder import Recorder
from harness.draw.suite import Claim
from harness.judge.slips import Slip
from harness.proof.claims import Proof
from harness.proof.matrix import Matrix, Row
from harness.proof.prove import full
from harness.proof.trial import tried
from harness.proof.workers import forked


def findings(scope: Scope, proof: Proof, seed: int, processes: int) -> Iterator[Finding]:
    bank, known = slips.sound(scope), slips.sound(Scope.of())
    matrix = full(proof, bank, seed, processes, known=known)
    for row in matrix.slips:
        yield from _of_slip(row)
    yield from _twins(matrix)
    attacked = [todo for todo in scope.todos if any(slip.todo == todo for slip in bank)]
    idle = [claim for todo in attacked for claim in proof.claims[todo.number] if not matrix.caught_by(claim.name)]

    def work(claim: Claim) -> Finding | None:
        if claim.takes_long and _catches_any(claim, bank, proof, seed):
            return None
        return _of_claim(claim.todo, claim, is_vacuous(claim, proof.answers, seed))

    yield from (found for _, found in forked(work, idle, processes) if found)


def _of_slip(row: Row) -> Iterator[Finding]:
    assert row.slip is not None
    at, name = slips.place(row.slip), row.slip.name
    if row.own.mark != "caught":
        what = f"{name}: it survives: no claim of TODO {row.slip.todo.number} catches it"
        yield Finding(
            *at, what, "write the claim that it breaks, or delete the slip if nothing tells it from the answer"
        )
    for number in row.strays:
        what = f"{name}: TODO {number} catches it too, by {row.cells[number].first_word}"
        yield Finding(*at, what, f"let TODO {number} put a stand-in in its place: `replaceable` in the course's record")
    for claim, other in row.misnamed:
        yield Finding(*at, f"{name}: {claim} calls it {other.title}", "let their edits differ where a claim looks")


def _twins(matrix: Matrix) -> Iterator[Finding]:
    """Among those that have no name on the board."""
    unnamed = [row.slip for row in matrix.slips if row.slip and row.own.mark == "caught" and row.called is None]
    try:
        for one, other in twins(unnamed):
            what = f"{other.name}: it gives what {one.name} gives, so that the board names neither"
            yield Finding(*slips.place(other), what, "make one slip of the two, under one name")
    except LookupError as error:
        what = f"it has no cases that tell the mistakes of {error} apart"
        yield Finding(course().home / "probes.py", 1, what, "add those of its class")


def _catches_any(claim: Claim, bank: Sequence[Slip], proof: Proof, seed: int) -> bool:
    own = (slip for slip in bank if slip.todo == claim.todo)
    tries = (one for slip in own for one in tried(Recorder(slip.over(proof.answers)), [claim], seed))
    return any(one.verdict == "broken" for one in tries)


def _of_claim(todo: Todo, claim: Claim, vacuous: bool) -> Finding:
    at = answers.place(todo, claim.name)
    if vacuous:
        what = f"{claim.name} cannot fail: it holds for zeros and for noise"
        return Finding(*at, what, "assert something of what impl gives, or delete the claim")
    files = ", ".join(f"reference/slips/{file}.toml" for file in todo.files)
    return Finding(*at, f"{claim.name} catches no slip", f"add a mistake that breaks it to {files}, or delete it")
