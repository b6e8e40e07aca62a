"""The course's map: each TODO with its classes, and what is built on what."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from spec.figures.shapes import Place, Point, arrow, box, label
from spec.figures.style import BLUE, GREEN, INK, LINE, MUTED, ORANGE, PURPLE, SMALL, page

HEIGHT = 26.0
COLUMNS = {1: 48, 2: 137, 3: 226, 4: 315, 5: 404, 6: 493, 7: 70, 8: 203, 9: 336, 10: 469}
HEADINGS = {1: 14, 2: 182}
# Where each class stands: its TODO's column and the middle of its box.
ROWS = {
    "GPTVer1": (1, 46), "GPTVer2": (2, 46), "GPTVer3": (6, 46),
    "HeadVer1": (2, 112), "HeadVer2": (3, 112), "HeadVer3": (4, 112), "HeadVer4": (5, 112),
    "MultiHeadVer1": (7, 210), "MultiHeadVer2": (7, 262), "FeedForward": (8, 210), "LayerNorm": (9, 210),
    "BlockVer1": (8, 262), "BlockVer2": (8, 314), "BlockVer3": (9, 314), "BlockVer4": (10, 314),
    "GPTVer4": (10, 366),
}  # fmt: skip
HUES = {"GPT": BLUE, "Head": ORANGE, "MultiHead": ORANGE, "FeedForward": PURPLE, "LayerNorm": PURPLE, "Block": GREEN}
FORMULAE = {
    "GPTVer1": "P(w | like)",
    "GPTVer2": "contextualizer",
    "GPTVer3": "+ sin, cos",
    "HeadVer1": "for t, for s",
    "HeadVer2": "wei @ x",
    "HeadVer3": "softmax @ x",
    "HeadVer4": "wei(x) @ v",
    "MultiHeadVer1": "H \N{MULTIPLICATION SIGN} HeadVer4",
    "MultiHeadVer2": "(B, H, T, D)",
    "BlockVer1": "head, ffwd",
    "BlockVer2": "x +",
    "BlockVer3": "ln1, ln2",
    "BlockVer4": "dropout",
}
DOWN = {("MultiHeadVer1", "MultiHeadVer2"), ("FeedForward", "BlockVer1"),
        ("BlockVer1", "BlockVer2"), ("LayerNorm", "BlockVer3"), ("BlockVer4", "GPTVer4")}  # fmt: skip
ACROSS = (("GPTVer1", "GPTVer2"), ("GPTVer2", "GPTVer3"), ("HeadVer1", "HeadVer2"), ("HeadVer2", "HeadVer3"),
          ("HeadVer3", "HeadVer4"), ("MultiHeadVer2", "BlockVer1"), ("BlockVer2", "BlockVer3"),
          ("BlockVer3", "BlockVer4"))  # fmt: skip


def course_map() -> Figure:
    """Two weeks, their TODOs, and the GPTVer4 that they end with."""
    figure, axes = page(height=400)
    for number in COLUMNS:
        week = 1 if number < 7 else 2
        left = COLUMNS[number] - _width(number) / 2
        label(axes, (left, HEADINGS[week]), f"TODO {number}", MUTED, ha="left")
    places = {name: _place(name) for name in ROWS}
    for first, then in ACROSS:
        arrow(axes, places[first].right, places[then].left)
    for first, then in sorted(DOWN):
        start = places[first].bottom
        arrow(axes, (start[0], start[1] + (14 if first in FORMULAE else 0)), places[then].top)
    arrow(axes, places["HeadVer1"].top, (places["GPTVer2"].middle[0], places["GPTVer2"].bottom[1] + 15))
    _to_the_next_week(axes, places["HeadVer4"].bottom, places["MultiHeadVer1"].top)
    for name, place in places.items():
        hue = next(hue for start, hue in HUES.items() if name.startswith(start))
        box(axes, place, name, hue)
        label(axes, (place.middle[0], place.bottom[1] + 7), FORMULAE.get(name, ""), INK, SMALL)
    return figure


def _place(name: str) -> Place:
    number, y = ROWS[name]
    width = _width(number)
    return Place(COLUMNS[number] - width / 2, y - HEIGHT / 2, width, HEIGHT)


def _width(number: int) -> float:
    return 72 if number < 7 else 98


def _to_the_next_week(axes: Axes, start: Point, end: Point) -> None:
    level = end[1] - 44
    corners = (start[0], start[0], end[0]), (start[1] + 14, level, level)
    axes.plot(*corners, color=INK, linewidth=LINE)
    arrow(axes, (end[0], level), end)
