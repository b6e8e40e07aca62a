"""How every figure looks: 720 pixels wide, no background, legible on a light page and on a dark one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from harness.language.speech import language
from spec.figures.fonts import LATIN, fonts

INK, MUTED = "#1f2328", "#59636e"
BLUE, ORANGE, GREEN, PURPLE = "#0969da", "#bc4c00", "#1a7f37", "#8250df"
# What each colour becomes where the page is dark: no colour has contrast 4.5 : 1 on white and on #0d1117 as well.
DARK: Mapping[str, str] = {
    INK: "#e6edf3",
    MUTED: "#9198a1",
    BLUE: "#4493f8",
    ORANGE: "#f0883e",
    GREEN: "#3fb950",
    PURPLE: "#ab7df8",
}
LIGHT_PAGE, DARK_PAGE = "#ffffff", "#0d1117"

WIDTH = 540.0  # points, 720 pixels
SMALL, NORMAL = 9.0, 10.5  # points
THIN, LINE = 0.6, 1.4  # points
TINT = 0.45  # the opacity of a hue at most, where ink is written on it

_RULES: dict[Any, Any] = {
    "axes.edgecolor": MUTED,
    "axes.facecolor": "none",
    "axes.labelcolor": INK,
    "axes.linewidth": THIN,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": "none",
    "font.sans-serif": list(LATIN),
    "font.size": SMALL,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.linewidth": LINE,
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "nanogpt-ladder",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
}


@contextmanager
def styled() -> Iterator[None]:
    """Figures are made, drawn on and saved in here."""
    with plt.rc_context({**_RULES, "font.family": [*fonts(language()), "sans-serif"]}):
        yield


def page(height: float) -> tuple[Figure, Axes]:
    """A figure for shapes and text: x goes right to WIDTH, y goes down to `height`, both in points."""
    figure = plt.figure(figsize=(WIDTH / 72, height / 72))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    return figure, axes


def panels(height: float, widths: Sequence[float]) -> tuple[Figure, list[Axes]]:
    """A figure of plots side by side, as wide as that in relation to each other."""
    figure = plt.figure(figsize=(WIDTH / 72, height / 72), layout="constrained")
    axes = figure.subplots(1, len(widths), squeeze=False, width_ratios=widths)
    return figure, list(axes[0])


def save(figure: Figure, path: Path) -> None:
    """Write an SVG in the light colours, with a style sheet that puts the dark ones in their place, and a title, which
    is the name of its file."""
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    drawn = path.read_text(encoding="utf-8").replace("</style>", f"{_dark_sheet()}</style>", 1)
    titled = re.sub(r"<svg [^>]*>", rf"\g<0>\n <title>{escape(path.stem)}</title>", drawn, count=1)
    path.write_text(titled, encoding="utf-8")


def _dark_sheet() -> str:
    swaps = [
        f'[style*="{kind}: {light}"] {{{kind}: {dark} !important}}'
        for light, dark in DARK.items()
        for kind in ("fill", "stroke")
    ]
    return "\n".join(["", "@media (prefers-color-scheme: dark) {", *swaps, "}", ""])
