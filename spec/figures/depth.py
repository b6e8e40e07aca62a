"""How much of a gradient arrives at the bottom of stacks of growing depth, with LayerNorm and without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

Curves = Mapping[str, tuple[Sequence[float], str]]  # the gain at each depth, and the hue


def draw_gains(axes: Axes, depths: Sequence[int], curves: Curves) -> None:
    """|gradient of x| / |gradient of the output| over the depth, on a logarithmic scale."""
    for name, (gains, hue) in curves.items():
        axes.plot(depths, gains, color=hue, marker="o", markersize=3.5, label=name)
    axes.set(yscale="log", xticks=depths)
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_locator(NullLocator())
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=len(curves), handlelength=1, columnspacing=1)
