"""The kill matrix as a picture: a column for each slip, a row for each claim, a mark where the claim catches it."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from harness.judge.slips import KINDS
from harness.proof.slips.matrix import Matrix

COLOURS = dict(zip(KINDS, ("#1f5a94", "#c0392b", "#2e8b57", "#b8860b", "#7d3c98")))


def draw(matrix: Matrix, path: Path) -> None:
    """Write an SVG that is the same, byte by byte, for the same matrix."""
    rows = {claim: y for y, claim in enumerate(claim for names in matrix.claims.values() for claim in names)}
    with plt.rc_context({"svg.hashsalt": "ladder", "font.size": 9, "font.family": "DejaVu Sans"}):
        figure, axes = plt.subplots(figsize=(9, 7.2), facecolor="white")
        _frame_todos(matrix, axes)
        for kind, colour in COLOURS.items():
            of_kind = [(x, row) for x, row in enumerate(matrix.slips) if row.slip is not None and row.slip.kind == kind]
            marks = [(x, rows[claim]) for x, row in of_kind for claim in row.caught_by]
            x, y = [x for x, _ in marks], [y for _, y in marks]
            axes.scatter(x, y, s=5, marker="s", color=colour, linewidths=0, label=f"{kind} ({len(of_kind)})")
        axes.set(xlim=(-1, len(matrix.slips)), ylim=(len(rows), -1), xticks=[], yticks=[])
        axes.set_xlabel(f"{len(matrix.slips)} slips, by the TODO in which the mistake is made")
        axes.set_ylabel(f"{len(rows)} claims, by the TODO that they test")
        axes.legend(loc="upper right", frameon=False, title="a claim catches a slip of kind", markerscale=2)
        for side in axes.spines.values():
            side.set_visible(False)
        figure.tight_layout()
        figure.savefig(path, metadata={"Date": None})
        plt.close(figure)


def _frame_todos(matrix: Matrix, axes: Axes) -> None:
    """A grey field where the slips of a TODO meet its claims: all marks belong in there."""
    below = 0
    for number, names in matrix.claims.items():
        own = [x for x, row in enumerate(matrix.slips) if row.slip is not None and row.slip.todo.number == number]
        if own:
            left, width = own[0] - 0.5, len(own)
            axes.add_patch(Rectangle((left, below - 0.5), width, len(names), color="#eeeeee", zorder=0, linewidth=0))
            axes.text(left + width / 2, below - 1, f"TODO {number}", ha="center", va="bottom", color="#555555")
        below += len(names)
