"""LayerNorm: the features before and after, and the gradient through a deep stack."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from harness.run.in_process import InProcess
from spec.claims.layer_norm import linear_gains
from spec.figures.depth import draw_gains
from spec.figures.style import BLUE, GREEN, ORANGE, PURPLE, panels

DEPTHS = (1, 5, 10, 15, 20)
C = 64
# Of the features at four positions.
MEANS, DEVIATIONS = (-4.0, 0.0, 3.0, 6.0), (0.5, 2.5, 1.2, 0.2)


def layer_norm() -> Figure:
    """Measured with torch's own layers, as spec.claims.layer_norm does it with a student's."""
    figure, (before, after, gains) = panels(220, (1, 1, 1.5))
    generator = np.random.default_rng(0)
    x = np.array(MEANS)[:, None] + np.array(DEVIATIONS)[:, None] * generator.normal(size=(len(MEANS), C))  # (T, C)
    centred = x - np.average(x, axis=1)[:, None]
    _strips(before, x, "x (T, C)", generator)
    _strips(after, centred / np.std(x, axis=1)[:, None], "LayerNorm(x)", generator)
    torchs_own = InProcess(Path(), replaced=("LayerNorm",))
    plain, normed = linear_gains(torchs_own, DEPTHS)
    draw_gains(gains, DEPTHS, {"Linear": (plain, ORANGE), "Linear, LayerNorm": (normed, BLUE)})
    gains.set(xlabel="n \N{MULTIPLICATION SIGN}", ylabel="|x.grad| / |out.grad|")
    return figure


def _strips(axes: Axes, features: np.ndarray, title: str, generator: np.random.Generator) -> None:
    """A row of marks for each position, a mark for each feature."""
    for t, (row, hue) in enumerate(zip(features, (BLUE, ORANGE, GREEN, PURPLE))):
        axes.scatter(row, t + generator.uniform(-0.25, 0.25, C), s=5, color=hue, linewidths=0)
    axes.set(
        xlim=(-9, 9), ylim=(len(features) - 0.5, -0.5), yticks=range(len(features)), xticks=(-6, 0, 6), title=title
    )
    axes.set_ylabel("t")
