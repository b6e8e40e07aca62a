"""HeadVer1, HeadVer2 and HeadVer3 on one small x: three ways to the same mean of the past."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from spec.figures.shapes import Numbers, Place, arrow, decimal, frame, label, matrix, named
from spec.figures.style import BLUE, GREEN, MUTED, ORANGE, SMALL, page

X: Numbers = np.array([[2.0, 0.0], [4.0, 1.0], [0.0, 3.0], [2.0, 4.0]])  # (T, C)
T, C = X.shape
OUT: Numbers = np.cumsum(X, axis=0) / np.arange(1, T + 1)[:, None]  # (T, C)
MEANS: Numbers = np.array([[1 / (t + 1) if s <= t else 0.0 for s in range(T)] for t in range(T)])  # (T, T)
CELL = (32.0, 21.0)


def head_v1() -> Figure:
    """For each t, the mean over the rows 0..t of x."""
    figure, axes = page(height=274)
    for y, name in ((66, "x"), (192, "out")):
        label(axes, (14, y), name, ha="left")
        label(axes, (14, y + 15), "(B, T, C)", MUTED, SMALL, ha="left")
    for t, left in enumerate((92, 206, 320, 434)):
        x = matrix(axes, X, (left, 30), CELL, BLUE, decimal)
        label(axes, (x.middle[0], 15), f"t = {t}")
        frame(axes, Place(x.x, x.y, x.width, (t + 1) * CELL[1]), ORANGE)
        so_far = np.where(np.arange(T)[:, None] <= t, OUT, np.nan)
        out = matrix(axes, so_far, (x.x, 156), CELL, GREEN, decimal, most=OUT.max())
        frame(axes, Place(out.x, out.y + t * CELL[1], out.width, CELL[1]), ORANGE)
        arrow(axes, (x.middle[0], x.bottom[1] + 4), (x.middle[0], out.y - 4), ORANGE)
        label(axes, (x.middle[0] + 7, x.bottom[1] + 21), f"/ {t + 1}", ha="left")
    label(axes, (295, 260), "out[b, t] = (x[b, 0] + ... + x[b, t]) / (t + 1)")
    return figure


def head_v2() -> Figure:
    """The same means as one product with a matrix."""
    figure, axes = page(height=142)
    wei = matrix(axes, MEANS, (60, 32), CELL, ORANGE, decimal)
    x = matrix(axes, X, (250, 32), CELL, BLUE, decimal)
    out = matrix(axes, OUT, (400, 32), CELL, GREEN, decimal)
    for place, name, shape in ((wei, "wei", "(T, T)"), (x, "x", "(B, T, C)"), (out, "out", "(B, T, C)")):
        named(axes, place, name, shape)
    label(axes, ((wei.right[0] + x.x) / 2, wei.middle[1]), "@", size=14)
    label(axes, ((x.right[0] + out.x) / 2, wei.middle[1]), "=", size=14)
    t = 2
    frame(axes, Place(wei.x, wei.y + t * CELL[1], wei.width, CELL[1]), ORANGE)
    frame(axes, x, ORANGE)
    frame(axes, Place(out.x, out.y + t * CELL[1], out.width, CELL[1]), ORANGE)
    return figure


def head_v3() -> Figure:
    """The same matrix out of a mask and a softmax."""
    figure, axes = page(height=142)
    masked = np.where(MEANS > 0, 0.0, -np.inf)
    scores = matrix(axes, masked, (16, 32), CELL, ORANGE, decimal)
    wei = matrix(axes, MEANS, (208, 32), CELL, ORANGE, decimal)
    x = matrix(axes, X, (364, 32), CELL, BLUE, decimal)
    out = matrix(axes, OUT, (456, 32), CELL, GREEN, decimal)
    for place, name, shape in (
        (scores, "scores", "(T, T)"),
        (wei, "wei", "(T, T)"),
        (x, "x", "(B, T, C)"),
        (out, "out", "(B, T, C)"),
    ):
        named(axes, place, name, shape)
    arrow(axes, (scores.right[0] + 6, scores.middle[1]), (wei.x - 6, wei.middle[1]))
    label(axes, ((scores.right[0] + wei.x) / 2, wei.middle[1] - 12), "softmax")
    label(axes, ((wei.right[0] + x.x) / 2, wei.middle[1]), "@", size=14)
    label(axes, ((x.right[0] + out.x) / 2, wei.middle[1]), "=", size=14)
    return figure
