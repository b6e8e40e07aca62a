"""What became of the mutants, in the terminal: by operator and by class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from rich.console import Console
from rich.table import Table

from harness.proof.mutants.fate import VERDICTS, Fate


def show(fates: Sequence[Fate], console: Console) -> None:
    """A line for each operator, then one for each class, and the sum."""
    for title, of in (("operator", lambda fate: fate.mutant.operator), ("class", lambda fate: fate.mutant.class_name)):
        console.print(_table(title, of, fates))
        console.print()


def _table(title: str, of: Callable[[Fate], str], fates: Sequence[Fate]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    table.add_column(title, no_wrap=True)
    for name in ("made", *VERDICTS):
        table.add_column(name, justify="right", no_wrap=True)
    for group in dict.fromkeys(map(of, fates)):
        _add(table, group, (fate for fate in fates if of(fate) == group))
    _add(table, "all", fates)
    return table


def _add(table: Table, name: str, fates: Iterable[Fate]) -> None:
    counted = Counter(fate.verdict for fate in fates)
    table.add_row(name, *map(str, (counted.total(), *(counted[verdict] for verdict in VERDICTS))))
