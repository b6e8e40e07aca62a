"""The board: ten TODOs in a table, and what to do next, in 80 columns."""

from __future__ import annotations

import io
from typing import Any

from rich.box import ASCII2
from rich.console import Console
from rich.table import Table
from rich.text import Text

from spec.results import Results, Rung

WIDTH = 80
COLOURS = {"done": "green", "failing": "red", "blocked": "yellow", "not started": "cyan", "not run": "dim"}


def board(results: Results, terminal: Any, impl: str) -> None:
    """Write the board to pytest's terminal writer, in colour where that has it."""
    page = io.StringIO()
    colours: Any = "standard" if terminal.hasmarkup else None
    console = Console(file=page, width=WIDTH, force_terminal=bool(colours), color_system=colours, highlight=False)
    console.print()
    console.print(_table(results))
    console.print(_verdict(results, impl))
    terminal.line()
    terminal.write(page.getvalue())


def _table(results: Results) -> Table:
    table = Table(box=ASCII2, show_edge=False, pad_edge=False, padding=(0, 1))
    table.add_column("TODO", justify="right")
    table.add_column("what", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("claims", justify="right")
    table.add_column("points", justify="right")
    for rung in results.rungs:
        table.add_row(
            str(rung.todo.number),
            rung.todo.title,
            Text(_state(rung), style=COLOURS[rung.state]),
            f"{rung.held}/{rung.planned}" if rung.claims else "",
            f"{rung.points}/{rung.todo.points}" if rung.claims else "",
        )
    return table


def _state(rung: Rung) -> str:
    return f"blocked by TODO {rung.blocked_by}" if rung.state == "blocked" else rung.state


def _verdict(results: Results, impl: str) -> Text:
    rung = results.next_up
    total = sum(rung.todo.points for rung in results.rungs)
    if results.all_done:
        return Text(f"\nAll ten TODOs are done: {results.points} of {total} points.")
    if rung is None:
        return Text("\nAll claims that were run hold.")
    return _next_step(rung, impl)


def _next_step(rung: Rung, impl: str) -> Text:
    claim = rung.first_unmet
    assert claim is not None
    todo = rung.todo
    command = f"pytest tests/test_{todo.number}.py" + (f" --impl {impl}" if impl != "student" else "")
    text = Text()
    if rung.state == "not started":
        files = ", ".join(f"{impl}/{file}.py" for file in todo.files)
        text.append(f"\nNext: TODO {todo.number}, {todo.title}.\n\n", style="bold")
        text.append(f"  Open {files}\n  and follow the docstrings. Then run\n\n    {command}\n")
        return text
    text.append(f"\nTODO {todo.number}, {todo.title}: this does not hold yet\n\n", style="bold")
    text.append(f"  {claim.sentence}\n\n", style="bold red")
    text.append(f"{claim.message}\n\n")
    text.append(f"Run this TODO:  {command}\nThis claim:     {claim.replay}\n")
    return text
