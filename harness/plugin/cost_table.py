"""The costs in a table."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from typing import Any

import torch
from rich.box import ASCII2
from rich.console import Console
from rich.table import Table

from harness.language.speech import say, say_again

WIDTH = 120
REPEATS = 20


def table(rows: Sequence[dict[str, Any]], terminal: Any) -> None:
    """Group, subject, what was counted and measured, and how near it comes to one bare product of the same FLOPs."""
    page = io.StringIO()
    console = Console(file=page, width=WIDTH, highlight=False)
    costs = Table(box=ASCII2, show_edge=False, pad_edge=False)
    for name in (say("group"), say("measured"), say("against")):
        costs.add_column(name, no_wrap=True)
    for name in ("FLOPs", say("operations"), say("median"), say("times as fast"), say("of best")):
        costs.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        info, seconds = row["extra_info"], row["median"]
        costs.add_row(
            row["group"],
            say_again(info["subject"]),
            info["rival"],
            f"{info['flops']:,}",
            str(info["operations"]),
            f"{1e3 * seconds:.2f} ms",
            f"{info['ratio']:.2f} [{info['ratio_low']:.2f}, {info['ratio_high']:.2f}]",
            f"{3 * bare_product(info['flops']) / seconds:.0%}" if info["flops"] else "",
        )
    console.print(costs)
    terminal.line()
    terminal.write(page.getvalue())


def bare_product(flops: int) -> float:
    """Seconds of one product of two square matrices with that many FLOPs, at best: what this machine can do."""
    n = max(1, round((flops / 2) ** (1 / 3)))
    one = torch.randn(n, n)
    best = float("inf")
    for _ in range(REPEATS):
        started = time.perf_counter()
        one @ one
        best = min(best, time.perf_counter() - started)
    return best * flops / (2 * n**3)
