"""The board: the TODOs in a table, and what to do next, in 80 columns or as many as there are."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from rich.box import ASCII2
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.course import Todo, course
from harness.language import keys
from harness.language.lists import all_of
from harness.language.speech import say, say_again, say_number, say_record
from harness.tell import commands
from harness.tell.results import Results, Rung

WIDTH = 80
NARROW = 72  # columns: in fewer, there is none for claims and points
COMMAND = "cyan"
TRY_IT = "try_it.py"
COLOURS = {"done": "green", "failing": "red", "blocked": "yellow", "not started": "cyan", "not run": "dim"}


def board(
    results: Results, impl: str, in_colour: bool, columns: int = WIDTH, saved: bool = False, ground: str = ""
) -> str:
    """The board as text, with the terminal's colours or without.

    saved: the code to try is in TRY_IT as well. ground: what the run rests on, in a line to copy.
    """
    width = min(columns, WIDTH)
    below = (Text(f"\n{ground}", style="dim"),) if ground else ()
    return printed((Text(), _table(results, width), *below, *_verdict(results, impl, saved)), in_colour, width)


def printed(parts: Iterable[Table | Text], in_colour: bool, columns: int = WIDTH) -> str:
    """Tables and paragraphs, in the board's width. Text that may not be wrapped, to be copied, is as long as it is."""
    page = io.StringIO()
    colours: Any = "standard" if in_colour else None
    width = min(columns, WIDTH)
    console = Console(file=page, width=width, force_terminal=in_colour, color_system=colours, highlight=False)
    for part in parts:
        console.print(part, soft_wrap=isinstance(part, Text) and part.no_wrap)
    return page.getvalue()


def so_far(results: Results, in_colour: bool, columns: int = WIDTH) -> str:
    """The table alone, while claims are still being judged."""
    return printed((Text(), _table(results, columns, partly=say("running"))), in_colour, columns)


def title(todo: Todo) -> str:
    """Of a TODO, in the language of this process."""
    return say_record(keys.title(todo.number), todo.title)


def state(rung: Rung) -> str:
    """Of a TODO, in the language of this process."""
    return {
        "done": say("done"),
        "failing": say("failing"),
        "blocked": say("blocked by TODO {todo}", todo=rung.blocked_by),
        "not started": say("not started"),
        "not run": say("not run"),
    }[rung.state]


def _table(results: Results, columns: int, partly: str = "") -> Table:
    """partly: the state of a TODO whose claims hold as far as they were run."""
    table = Table(box=ASCII2, show_edge=False, pad_edge=False, padding=(0, 1))
    names = ("TODO", say("what"), say("state"), say("claims"), say("points"))
    for n, name in enumerate(names[: 3 if columns < NARROW else 5]):
        table.add_column(name, justify="left" if n in (1, 2) else "right")
    for rung in results.rungs:
        unfinished = partly and rung.claims and rung.state == "not run"
        cells = (
            str(rung.todo.number),
            title(rung.todo),
            Text(partly if unfinished else state(rung), style=COLOURS[rung.state]),
            _count(rung) if rung.claims else "",
            f"{rung.points}/{rung.todo.points}" if rung.claims else "",
        )
        table.add_row(*cells[: len(table.columns)])
    return table


def _count(rung: Rung) -> str:
    """How many claims hold: unknown of a TODO that was left at its first broken claim."""
    cut_short = rung.state == "failing" and len(rung.claims) < rung.planned
    return f"{'?' if cut_short else rung.held}/{rung.planned}"


def _verdict(results: Results, impl: str, saved: bool) -> Iterator[Text]:
    rung = results.next_up
    yield from map(_ready_made, (rung for rung in results.rungs if rung.state == "done" and rung.used))
    if rung is None or rung.state == "not started":
        yield from _built(results.latest, impl)
    if results.all_done:
        total = sum(rung.todo.points for rung in results.rungs)
        done = say_number(
            "The TODO is done: {points} of {total} points.",
            "All {n} TODOs are done: {points} of {total} points.",
            len(results.rungs),
            points=results.points,
            total=total,
        )
        yield Text(f"\n{done}", style="bold")
        if finished := course().finished:
            yield Text(f"{say_again(finished[0])}\n")
            yield _command(commands.python(*finished[1], *_option(impl)))
    elif rung is None:
        yield Text(f"\n{say('All claims that were run hold. The whole board:')}\n")
        yield _command(commands.pytest(*_option(impl)))
    elif rung.state == "not started":
        yield from _next_to_write(rung, impl)
    elif rung.blocked_by is not None:
        yield from _next_to_unblock(rung, course().todo(rung.blocked_by), impl)
    else:
        yield from _next_to_mend(rung, impl, saved)


def _ready_made(rung: Rung) -> Text:
    told = say(
        "TODO {todo} is {what}: write the formula once, then keep what you like better.",
        todo=rung.todo.number,
        what=all_of([say_again(name) for name in rung.used]),
    )
    return Text(f"\n{told}")


def _built(rung: Rung | None, impl: str) -> Iterator[Text]:
    """What the TODO before has brought, and where the numbers are that the handout asks about."""
    if rung is None:
        return
    todo = rung.todo
    done = say("TODO {todo} is done.", todo=todo.number)
    yield Text(f"\n{done} {say_record(keys.built(todo.number), todo.built)}")
    if todo.questions:
        numbers = f"{todo.number}.1" + (f"-{todo.number}.{todo.questions}" if todo.questions > 1 else "")
        asked = say(
            "The handout of week {week} asks questions on it: {numbers}. They need the numbers that this prints:",
            week=todo.week,
            numbers=numbers,
        )
        yield Text(f"\n{asked}\n")
        yield _command(commands.pytest(_tests(todo), "-s", "-vv", *_option(impl)))


def _next_to_write(rung: Rung, impl: str) -> Iterator[Text]:
    yield Text(f"\n{say('Next: TODO {todo}, {title}.', todo=rung.todo.number, title=title(rung.todo))}\n", style="bold")
    files = all_of([f"{impl.rstrip('/')}/{file}.py" for file in rung.todo.files])
    yield Text(f"{say('Open {files} and follow the docstrings. Then run', files=files)}\n")
    yield _whole(rung.todo, impl)


def _next_to_unblock(rung: Rung, first: Todo, impl: str) -> Iterator[Text]:
    waits = say(
        "TODO {todo} waits for TODO {first}, {title}:", todo=rung.todo.number, first=first.number, title=title(first)
    )
    yield Text(f"\n{waits}\n", style="bold")
    claim = rung.first_unmet
    assert claim is not None
    yield Text(claim.words)
    yield Text(f"\n{say('Run that one first:')}\n")
    yield _whole(first, impl)


def _next_to_mend(rung: Rung, impl: str, saved: bool) -> Iterator[Text]:
    claim = rung.first_unmet
    assert claim is not None
    opening = say("TODO {todo}, {title}. This does not hold yet:", todo=rung.todo.number, title=title(rung.todo))
    yield Text(f"\n{opening}\n", style="bold")
    yield Text(f"{claim.headline or claim.sentence}\n", style="bold red")
    yield Text(claim.words)
    if claim.code:
        yield Text(f"\n{say('Try it, pasted into Python or as a file:') if saved else say('Try it:')}\n")
        if saved:
            yield _command(f"{commands.python(commands.place(course().root / TRY_IT))}\n")
        yield Text(claim.code, no_wrap=True)
    yield Text(f"\n{say('To run this claim alone, then the whole TODO:')}\n")
    yield _command(claim.replay)
    yield _whole(rung.todo, impl)
    known = f"{claim.known}. " if claim.known else ""
    last = claim.headline.replace(":", ".") or claim.sentence
    yield Text(f"\nTODO {rung.todo.number}: {known}{last}", style="bold")


def _whole(todo: Todo, impl: str) -> Text:
    return _command(commands.pytest(_tests(todo), *_option(impl)))


def _tests(todo: Todo) -> str:
    return commands.place(course().root / "tests" / f"test_{todo.number}.py")


def _command(command: str) -> Text:
    return Text(f"    {command}", style=COMMAND, no_wrap=True)


def _option(impl: str) -> list[str]:
    return [] if impl == "student" else [f"--impl={impl}"]
