"""BlockVer1 to BlockVer4 as data flow: each part has its place, and what is new is orange."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from spec.figures.shapes import Place, arrow, box, label
from spec.figures.style import INK, LINE, MUTED, ORANGE, SMALL, page

LEVEL, HIGH = 66.0, 22.0  # of the parts, of the residual path
SINCE = {"ln": 3, "sublayer": 1, "residual": 2, "dropout": 4}


@dataclass(frozen=True)
class Half:
    """A sublayer and what stands around it, from left to right."""

    left: float
    norm: str
    sublayer: str


HALVES = Half(36, "ln1", "head"), Half(262, "ln2", "ffwd")


def block(version: int) -> Figure:
    """The data flow of one of the four."""
    figure, axes = page(height=104)
    label(axes, (14, LEVEL), "x")
    end = _draw(axes, HALVES[1], version, _draw(axes, HALVES[0], version, 26))
    arrow(axes, (end, LEVEL), (502, LEVEL))
    label(axes, (516, LEVEL), "out")
    label(axes, (10, LEVEL + 27), "(B, T, C)", MUTED, SMALL, ha="left")
    label(axes, (530, LEVEL + 27), "(B, T, C)", MUTED, SMALL, ha="right")
    return figure


def _draw(axes: Axes, half: Half, version: int, start: float) -> float:
    """From where the flow is to where it leaves this half."""
    parts = ((14, 36, half.norm, "ln"), (64, 44, half.sublayer, "sublayer"), (122, 60, "dropout", "dropout"))
    at = start
    for offset, width, text, part in parts:
        if version >= SINCE[part]:
            place = Place(half.left + offset, LEVEL - 15, width, 30)
            arrow(axes, (at, LEVEL), (place.x - 1, LEVEL))
            box(axes, place, text, _colour(part, version))
            at = place.right[0] + 1
    if version < SINCE["residual"]:
        return at
    end = half.left + 202
    arrow(axes, (at, LEVEL), (end - 9, LEVEL))
    _residual(axes, half.left - 2, end, _colour("residual", version))
    return end + 9


def _residual(axes: Axes, start: float, end: float, colour: str) -> None:
    axes.plot([start, start, end], [LEVEL, HIGH, HIGH], color=colour, linewidth=LINE)
    axes.add_patch(Circle((start, LEVEL), 2.4, color=colour))
    arrow(axes, (end, HIGH), (end, LEVEL - 9), colour)
    axes.add_patch(Circle((end, LEVEL), 9, facecolor="none", edgecolor=colour, linewidth=LINE))
    label(axes, (end, LEVEL), "+", colour, size=13)


def _colour(part: str, version: int) -> str:
    return ORANGE if SINCE[part] == version > 1 else INK
