"""The board as a student sees it first."""

from __future__ import annotations

from pathlib import Path

from harness.draw import suite
from harness.run.in_process import InProcess
from harness.tell.board import so_far
from harness.tell.results import Claim, Results


def first_board(root: Path) -> str:
    """The table of the board of a checkout, before any TODO is begun."""
    of_todos = suite.claims(root / "tests", InProcess(root / "reference"))
    results = Results.of([_open(claim, len(of_todo)) for of_todo in of_todos.values() for claim in of_todo])
    return so_far(results, in_colour=False).strip("\n")


def _open(claim: suite.Claim, planned: int) -> Claim:
    number = claim.todo.number
    return Claim(number, claim.name, "", "not started", 0, "0", waits_for=(number,), planned=planned)
