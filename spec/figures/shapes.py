"""What the diagrams are made of: matrices, boxes, arrows and labels on a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from numpy.typing import NDArray

from spec.figures.style import BLUE, INK, LINE, MUTED, NORMAL, SMALL, THIN, TINT

Point = tuple[float, float]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """A rectangle on the page, in points; y goes down."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> Point:
        return self.x, self.y + self.height / 2

    @property
    def right(self) -> Point:
        return self.x + self.width, self.y + self.height / 2

    @property
    def top(self) -> Point:
        return self.x + self.width / 2, self.y

    @property
    def bottom(self) -> Point:
        return self.x + self.width / 2, self.y + self.height

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2


def label(axes: Axes, at: Point, text: str, colour: str = INK, size: float = NORMAL, **how: Any) -> None:
    """Text, centred at a point unless `how` says ha or va."""
    axes.text(*at, text, color=colour, fontsize=size, **{"ha": "center", "va": "center", **how})


def named(axes: Axes, place: Place, name: str, shape: str = "", colour: str = INK) -> None:
    """A name over a place, and a shape under it."""
    label(axes, (place.top[0], place.y - 5), name, colour, va="bottom")
    label(axes, (place.bottom[0], place.bottom[1] + 5), shape, MUTED, SMALL, va="top")


def arrow(axes: Axes, start: Point, end: Point, colour: str = INK) -> None:
    """From one point to another."""
    axes.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=9, color=colour, linewidth=LINE, shrinkA=0, shrinkB=0
        )
    )


def box(axes: Axes, place: Place, text: str, colour: str = INK, size: float = NORMAL) -> Place:
    """A rounded box with a text in it."""
    shape = FancyBboxPatch((place.x, place.y), place.width, place.height, "round,pad=0,rounding_size=4")
    shape.set(facecolor=(colour, TINT / 3), edgecolor=colour, linewidth=LINE)
    axes.add_patch(shape)
    label(axes, place.middle, text, size=size)
    return place


def matrix(
    axes: Axes,
    values: Numbers,
    corner: Point,
    cell: Point = (30, 20),
    hue: str | Callable[[int, int], str] = BLUE,
    written: Callable[[float], str] | None = None,
    most: float | None = None,
    strongest: float = TINT,
) -> Place:
    """A matrix from its upper left corner on: a tint in each cell, as strong as the number is large, up to `most`.

    `written` puts the number into the cell. A cell that is nan stays empty, and one that is infinite is grey.
    """
    width, height = cell
    finite = np.abs(values[np.isfinite(values)])
    largest = most or (float(finite.max()) if finite.size else 1.0) or 1.0
    for (i, j), value in np.ndenumerate(values):
        colour = MUTED if np.isinf(value) else hue if isinstance(hue, str) else hue(i, j)
        place = Place(corner[0] + j * width, corner[1] + i * height, width, height)
        strength = 0.0 if np.isnan(value) else strongest * min(1.0, abs(value) / largest)
        shape = Rectangle((place.x, place.y), width, height, edgecolor=MUTED, linewidth=THIN)
        shape.set_facecolor((colour, strength) if strength else "none")
        axes.add_patch(shape)
        if written and not np.isnan(value):
            label(axes, place.middle, written(value), size=SMALL)
    return Place(*corner, values.shape[1] * width, values.shape[0] * height)


def frame(axes: Axes, place: Place, colour: str) -> None:
    """A coloured frame around a part of a matrix."""
    axes.add_patch(
        Rectangle((place.x, place.y), place.width, place.height, facecolor="none", edgecolor=colour, linewidth=2)
    )


def decimal(value: float) -> str:
    """Two decimals at most, with a true minus."""
    return _signed(f"{value:.2f}".rstrip("0").rstrip("."))


def short(value: float) -> str:
    """One decimal, with a true minus."""
    return _signed(f"{value:.1f}")


def _signed(number: str) -> str:
    return number.replace("inf", "\N{INFINITY}").replace("-", "\N{MINUS SIGN}")
