"""The board: ten TODOs in a table, and what to do next, in 80 columns."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from rich.box import ASCII2
from rich.console import Console
from rich.table import Table
from rich.text import Text

from spec.ladder import Todo, todo
from spec.results import Results, Rung

WIDTH = 80
COMMAND = "cyan"  # never wrapped, so that it can be copied
COLOURS = {"done": "green", "failing": "red", "blocked": "yellow", "not started": "cyan", "not run": "dim"}


def board(results: Results, impl: str, in_colour: bool) -> str:
    """The board as text, with the terminal's colours or without."""
    return printed((Text(), _table(results), *_verdict(results, impl)), in_colour)


def printed(parts: Iterable[Table | Text], in_colour: bool) -> str:
    """Tables and paragraphs, in the board's width."""
    page = io.StringIO()
    colours: Any = "standard" if in_colour else None
    console = Console(file=page, width=WIDTH, force_terminal=in_colour, color_system=colours, highlight=False)
    for part in parts:
        console.print(part, soft_wrap=isinstance(part, Text) and part.style == COMMAND)
    return page.getvalue()


def so_far(results: Results, in_colour: bool) -> str:
    """The table alone, while claims are still being judged."""
    return printed((Text(), _table(results, partly="running")), in_colour)


def _table(results: Results, partly: str = "not run") -> Table:
    """partly: the state of a TODO whose claims hold as far as they were run."""
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
            Text(partly if rung.claims and rung.state == "not run" else _state(rung), style=COLOURS[rung.state]),
            _count(rung) if rung.claims else "",
            f"{rung.points}/{rung.todo.points}" if rung.claims else "",
        )
    return table


def _count(rung: Rung) -> str:
    """How many claims hold: unknown of a TODO that was left at its first broken claim."""
    cut_short = rung.state == "failing" and len(rung.claims) < rung.planned
    return f"{'?' if cut_short else rung.held}/{rung.planned}"


def _state(rung: Rung) -> str:
    return f"blocked by TODO {rung.blocked_by}" if rung.state == "blocked" else rung.state


def _verdict(results: Results, impl: str) -> Iterator[Text]:
    rung = results.next_up
    if results.all_done:
        total = sum(rung.todo.points for rung in results.rungs)
        yield Text(f"\nAll ten TODOs are done: {results.points} of {total} points.")
    elif rung is None:
        yield Text("\nAll claims that were run hold. The whole board:\n")
        yield Text(f"    pytest{_option(impl)}", style=COMMAND)
    elif rung.state == "not started":
        yield from _next_to_write(rung, impl)
    elif rung.blocked_by is not None:
        yield from _next_to_unblock(rung, todo(rung.blocked_by), impl)
    else:
        yield from _next_to_mend(rung, impl)


def _next_to_write(rung: Rung, impl: str) -> Iterator[Text]:
    yield Text(f"\nNext: TODO {rung.todo.number}, {rung.todo.title}.\n", style="bold")
    files = " and ".join(f"{impl.rstrip('/')}/{file}.py" for file in rung.todo.files)
    yield Text(f"Open {files} and follow the docstrings. Then run\n")
    yield _command(rung.todo, impl)


def _next_to_unblock(rung: Rung, first: Todo, impl: str) -> Iterator[Text]:
    yield Text(f"\nTODO {rung.todo.number} waits for TODO {first.number}, {first.title}:\n", style="bold")
    yield from _words(rung)
    yield Text("\nRun that one first:\n")
    yield _command(first, impl)


def _next_to_mend(rung: Rung, impl: str) -> Iterator[Text]:
    claim = rung.first_unmet
    assert claim is not None
    yield Text(f"\nTODO {rung.todo.number}, {rung.todo.title}. This does not hold yet:\n", style="bold")
    yield Text(f"{claim.headline or claim.sentence}\n", style="bold red")
    yield from _words(rung)
    yield Text("\nTo run this claim alone, then the whole TODO:\n")
    yield Text(f"    {claim.replay}", style=COMMAND)
    yield _command(rung.todo, impl)


def _words(rung: Rung) -> Iterator[Text]:
    claim = rung.first_unmet
    assert claim is not None
    yield from (Text(line) for line in claim.said.splitlines())


def _command(todo: Todo, impl: str) -> Text:
    return Text(f"    pytest tests/test_{todo.number}.py{_option(impl)}", style=COMMAND)


def _option(impl: str) -> str:
    return "" if impl == "student" else f" --impl={impl}"
