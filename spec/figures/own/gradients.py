"""How much of the gradient arrives at the bottom of a deep stack, with an implementation's LayerNorm and without."""

from __future__ import annotations

from matplotlib.figure import Figure

from harness.case import Implementation
from harness.language.speech import say
from spec.claims.layer_norm import block_gains, linear_gains
from spec.figures.depth import draw_gains
from spec.figures.style import BLUE, GREEN, ORANGE, panels

LINEAR_DEPTHS, BLOCK_DEPTHS = (1, 5, 10, 15, 20), (1, 4, 8, 12, 16)


def gradients(impl: Implementation) -> Figure:
    """Of linear layers, and of blocks; the plain ones are torch's own. Raises NeverRuns and AssertionError."""
    plain, normed = linear_gains(impl, LINEAR_DEPTHS)
    first, second, third = block_gains(impl, BLOCK_DEPTHS)
    figure, (linear, blocks) = panels(230, (1, 1.3))
    draw_gains(linear, LINEAR_DEPTHS, {"Linear": (plain, ORANGE), say("with LayerNorm"): (normed, BLUE)})
    draw_gains(
        blocks,
        BLOCK_DEPTHS,
        {"BlockVer1": (first, ORANGE), "BlockVer2": (second, GREEN), "BlockVer3": (third, BLUE)},
    )
    linear.set(xlabel=say("layers"), ylabel="|x.grad| / |out.grad|")
    blocks.set(xlabel=say("blocks"))
    return figure
