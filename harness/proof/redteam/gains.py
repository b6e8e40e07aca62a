"""What each hostile submission gets where pytest imports it, in a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.box import ASCII2
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.proof.redteam.attacks import Attack
from harness.proof.redteam.container import Found, in_process


@dataclass(frozen=True)
class Gains:
    """Attacks, each with what it got."""

    found: tuple[tuple[Attack, Found], ...]

    @classmethod
    def of(cls, bank: Sequence[Attack], root: Path, jobs: int) -> Gains:
        """Run those that are tried in process, each in a container of its own."""
        tried = [attack for attack in bank if attack.in_process]
        with ThreadPoolExecutor(jobs) as pool:
            return cls(tuple(zip(tried, pool.map(lambda attack: in_process(attack, root), tried))))

    @property
    def surprises(self) -> tuple[Attack, ...]:
        """Those that got what is not told of them."""
        return tuple(attack for attack, found in self.found if found.gain != attack.in_process)

    def show(self, console: Console) -> None:
        """Write the table, and how many got what."""
        table = Table(box=ASCII2, show_edge=False, pad_edge=False)
        for column in ("attack", "what it tries", "in process"):
            table.add_column(column)
        for attack, found in self.found:
            expected = "" if attack not in self.surprises else f", expected {attack.in_process}: {found.evidence}"
            table.add_row(f"{attack.theme}.{attack.name}", Text(attack.tries), Text(found.gain + expected))
        console.print(table)
        many = Counter(found.gain for _, found in self.found)
        console.print(", ".join(f"{many[gain]} {gain}" for gain in ("wins", "harms", "crashes", "nothing")))
