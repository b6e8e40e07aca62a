"""HeadVer4: weights that depend on x, in the lower triangle."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from spec.figures.handout.attention import Attention, attend
from spec.figures.shapes import arrow, decimal, label, matrix, named, short
from spec.figures.style import BLUE, GREEN, ORANGE, PURPLE, SMALL, page

T, C, D = 4, 4, 2
CELL = (25.0, 20.0)


def head_v4() -> Figure:
    """x -> q, k, v -> scores -> mask -> softmax -> wei; wei @ v = out."""
    generator = np.random.default_rng(5)
    x = generator.normal(size=(T, C))
    seen = attend(x, D, generator)
    figure, axes = page(height=284)
    place = matrix(axes, x, (12, 32), CELL, BLUE, short)
    named(axes, place, "x", "(B, T, C)")
    for i, (values, name) in enumerate(((seen.q, "q = x query"), (seen.k, "k = x key"), (seen.v, "v = x value"))):
        at = matrix(axes, values, (210 + 114 * i, 32), CELL, PURPLE, short)
        named(axes, at, f"{name}.weight\N{MODIFIER LETTER CAPITAL T}", "(B, T, D)")
    _second_row(axes, seen)
    return figure


def _second_row(axes: Axes, seen: Attention) -> None:
    y = 176.0
    s = matrix(axes, seen.scores, (12, y), CELL, ORANGE, short)
    named(axes, s, "scores = q k\N{MODIFIER LETTER CAPITAL T} / \N{SQUARE ROOT}D", "(B, T, T)")
    m = matrix(axes, seen.masked, (139, y), CELL, ORANGE, short, most=np.abs(seen.scores).max())
    named(axes, m, "mask", "(B, T, T)")
    w = matrix(axes, seen.wei, (295, y), CELL, ORANGE, decimal, most=1.0)
    named(axes, w, "wei", "(B, T, T)")
    values = matrix(axes, seen.v, (415, y), CELL, PURPLE, short)
    named(axes, values, "v", "(B, T, D)")
    result = matrix(axes, seen.out, (483, y), CELL, GREEN, short)
    named(axes, result, "out", "(B, T, D)")
    arrow(axes, (s.right[0] + 4, s.middle[1]), (m.x - 4, m.middle[1]))
    arrow(axes, (m.right[0] + 5, m.middle[1]), (w.x - 5, w.middle[1]))
    label(axes, ((m.right[0] + w.x) / 2, w.middle[1] - 11), "softmax", size=SMALL)
    for left, right, sign in ((w, values, "@"), (values, result, "=")):
        label(axes, ((left.right[0] + right.x) / 2, left.middle[1]), sign)
