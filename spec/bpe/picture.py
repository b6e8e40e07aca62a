"""The vocabulary in use over the merges, as a picture."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from spec.bpe.merges import Learned
from spec.figures.style import BLUE, panels, save, styled


def draw(learned: Learned, path: Path) -> None:
    """Write an SVG that is the same, byte by byte, for the same merges."""
    with styled():
        save(vocabulary(learned), path)


def vocabulary(learned: Learned) -> Figure:
    """How many symbols occur after 0, 1, 2, ... merges."""
    figure, (axes,) = panels(200, (1,))
    axes.plot(learned.sizes, marker="o", markersize=3.5, color=BLUE)
    axes.set(xlabel="len(merges)", ylabel="len(vocabulary)", ylim=(0, None))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    return figure
