"""The board as a student sees it first."""

from __future__ import annotations

from pathlib import Path

from spec.board import so_far
from spec.results import Claim, Results
from spec.run import InProcess
from spec.suite import claims


def first_board(root: Path) -> str:
    """The table of the board of a checkout, before any TODO is begun."""
    of_todos = claims(root / "tests", InProcess(root / "reference"))
    open_ones = [
        Claim(claim.todo.number, claim.name, "", "not started", seconds=0, seed="0", planned=len(of_todo))
        for of_todo in of_todos.values()
        for claim in of_todo
    ]
    return so_far(Results.of(open_ones), in_colour=False).strip("\n")
