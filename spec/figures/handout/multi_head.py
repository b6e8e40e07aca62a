"""Multi-head attention: H heads of width D = C / H side by side, then a projection."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from spec.figures.handout.attention import attend
from spec.figures.shapes import Numbers, Place, arrow, box, label, matrix, named
from spec.figures.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE, SMALL, page

T, H, D = 4, 4, 2
C = H * D
HUES = (BLUE, ORANGE, GREEN, PURPLE)
CELL = (11.0, 14.0)


def multi_head() -> Figure:
    """x -> H times softmax(q k^T / sqrt(D)) v -> side by side -> proj -> out."""
    generator = np.random.default_rng(2)
    values = generator.normal(size=(T, C))
    heads = [attend(values, D, generator) for _ in range(H)]
    outputs = np.hstack([head.out for head in heads])  # (T, C)
    projected = outputs @ generator.normal(size=(C, C))
    figure, axes = page(height=318)
    x = matrix(axes, values, (14, 120), CELL, MUTED, most=_usual(values))
    named(axes, x, "x", "(B, T, C)")
    together = matrix(axes, outputs, (312, 120), CELL, lambda i, j: HUES[j // D], most=_usual(outputs))
    named(axes, together, "concat", "(B, T, C)")
    for h, (head, hue) in enumerate(zip(heads, HUES)):
        y = 24 + 72 * h
        wei = matrix(axes, head.wei, (156, y), (13, 14), hue)
        out = matrix(axes, head.out, (238, y), CELL, hue, most=_usual(outputs))
        label(axes, (wei.middle[0], y - 4), f"wei {h}", hue, SMALL, va="bottom")
        label(axes, (out.middle[0], y - 4), f"heads.{h}", hue, SMALL, va="bottom")
        label(axes, ((wei.right[0] + out.x) / 2, wei.middle[1]), "@ v", INK, SMALL)
        arrow(axes, (x.right[0] + 5, x.middle[1]), (wei.x - 5, wei.middle[1]), hue)
        arrow(axes, (out.right[0] + 5, out.middle[1]), (together.x - 5, together.y + (h + 0.5) * CELL[1]), hue)
    label(axes, (156 + 26, 306), "H \N{MULTIPLICATION SIGN} (B, T, T)", MUTED, SMALL)
    label(axes, (238 + 11, 306), "H \N{MULTIPLICATION SIGN} (B, T, D)", MUTED, SMALL)
    proj = box(axes, Place(413, 132, 36, 32), "proj")
    label(axes, (proj.middle[0], proj.bottom[1] + 10), "(C, C)", MUTED, SMALL)
    out = matrix(axes, projected, (461, 120), (9, 14), MUTED, most=_usual(projected))
    named(axes, out, "out", "(B, T, C)")
    arrow(axes, (together.right[0] + 4, together.middle[1]), (proj.x - 3, proj.middle[1]))
    arrow(axes, (proj.right[0] + 3, proj.middle[1]), (out.x - 3, out.middle[1]))
    return figure


def _usual(values: Numbers) -> float:
    """A size that is not rare: with the largest as the measure, most cells would be pale."""
    return float(1.5 * np.abs(values).mean())
