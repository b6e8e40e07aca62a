"""Positional encodings (block_size, C): a heat map, and some of its columns as waves."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import ListedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from spec.figures.shapes import Numbers
from spec.figures.style import BLUE, GREEN, ORANGE, PURPLE, panels

STEPS = 16
# Orange for -1, through nothing, to blue for 1.
SIGNED = ListedColormap(
    [(*to_rgb(ORANGE), 1 - i / STEPS) for i in range(STEPS + 1)]
    + [(*to_rgb(BLUE), i / STEPS) for i in range(1, STEPS + 1)]
)


def draw(encoded: Numbers) -> Figure:
    """Of any encodings; those of the course lie between -1 and 1."""
    block_size, C = encoded.shape
    figure, (heat, waves) = panels(210, (1, 1.25))
    cells = heat.pcolormesh(encoded, cmap=SIGNED, vmin=-1, vmax=1, antialiased=False)
    figure.colorbar(cells, ax=heat, ticks=(-1, 0, 1))
    heat.invert_yaxis()
    heat.xaxis.set_major_locator(MaxNLocator(integer=True))
    heat.set(xlabel="c", ylabel="t", title=f"(block_size, C) = ({block_size}, {C})")
    for c, hue in zip((0, 1, C // 4, C // 2), (BLUE, ORANGE, GREEN, PURPLE)):
        waves.plot(np.arange(block_size), encoded[:, c], color=hue, label=f"c = {c}")
    waves.set(xlabel="t", ylim=(-1.15, 1.15), yticks=(-1, 0, 1))
    waves.legend(ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1.0), handlelength=1.2, columnspacing=1.2)
    return figure
