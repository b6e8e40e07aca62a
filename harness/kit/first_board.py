"""The board as a student sees it first."""

from __future__ import annotations

from pathlib import Path

from harness.draw.suite import claims
from harness.run.in_process import InProcess
from harness.tell.board import so_far
from harness.tell.results import Claim, Results


def first_board(root: Path) -> str:
    """The table of the board of a checkout, before any TODO is begun."""
    of_todos = claims(root / "tests", InProcess(root / "reference"))
    open_ones = [
        Claim(claim.todo.number, claim.name, "", "not started", seconds=0, seed="0", planned=len(of_todo))
        for of_todo in of_todos.values()
        for claim in of_todo
    ]
    return so_far(Results.of(open_ones), in_colour=False).strip("\n")
