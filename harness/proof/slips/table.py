"""The kill matrix in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.course import course
from harness.proof.slips.matrix import Mark, Matrix, Row

SIGNS: dict[Mark, tuple[str, str]] = {
    "caught": ("#", "green"),
    "blocked": ("b", "yellow"),
    "not started": ("-", "cyan"),
    "held": (".", "white"),
    "untouched": (" ", "white"),
}
LEGEND = "# caught  . held  b can't run as long as the slip's TODO is wrong  - not started"


def show(matrix: Matrix, console: Console) -> None:
    """A line for each implementation, a column for each TODO; then what is wrong, if anything, and the sums."""
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    table.add_column("mistake", no_wrap=True, max_width=38, overflow="ellipsis")
    table.add_column("kind", no_wrap=True, min_width=8)
    table.add_column("TODO " + "".join(str(todo.number % 10) for todo in course().todos), no_wrap=True)
    table.add_column("claims", justify="right", no_wrap=True)
    table.add_column("drawn", justify="right", no_wrap=True)
    for row in (matrix.answers, matrix.skeleton) if matrix.whole else ():
        table.add_row(row.name, "", _marks(row), "", "")
    for row in matrix.slips:
        assert row.slip is not None
        table.add_row(row.name, row.slip.kind, _marks(row), str(len(row.own.caught_by)), str(row.drawn or ""))
    console.print(table)
    console.print(f"\n{LEGEND}")
    console.print("blank: not tried, as no claim of the TODO runs the file, or all run a stand-in for its class")
    console.print("claims: those that catch it; drawn: the examples that the quickest of them took.\n")
    for line in _sums(matrix):
        console.print(line)
    for complaint in matrix.complaints():
        console.print(Text(complaint, style="red"))


def _marks(row: Row) -> Text:
    signs = [SIGNS[row.cells[todo.number].mark] for todo in course().todos]
    return Text.assemble("     ", *signs)


def _sums(matrix: Matrix) -> Iterator[str]:
    caught = len(matrix.slips) - len(matrix.survivors)
    yield f"{caught} of {len(matrix.slips)} slips are caught by their own TODO."
    drawn = [row.drawn for row in matrix.slips if row.drawn is not None]
    if drawn:
        quick = sum(number <= 10 for number in drawn)
        yield f"{quick} of {len(drawn)} die within 10 drawn examples; the median is {median(drawn):g}."
    if matrix.whole:
        named = sum(row.is_named for row in matrix.slips)
        yield f"{named} of {len(matrix.slips)} are called by their name on the board; without a name are:"
        for row in matrix.slips:
            if row.called is None:
                yield f"  {row.name}"
        strays = sum(len(row.strays) for row in matrix.slips)
        claims = [claim for names in matrix.claims.values() for claim in names]
        busy = sum(map(matrix.catches_any, claims))
        yield f"{strays} marks are off the diagonal; {busy} of {len(claims)} claims catch a slip."
        if matrix.sampled:
            yield f"The {len(matrix.sampled)} that train or race were tried on a sample; --exhaustive tries all."
