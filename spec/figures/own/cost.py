"""What the heads of an implementation cost, side by side, by counts."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from harness.case import Build, Call, Case, Implementation, NeverRuns
from harness.language.speech import say
from spec.figures.style import BLUE, ORANGE, panels

B, T, C, H = 4, 32, 64, 8
HEAD, HEADS = {"block_size": T, "embed_size": C, "head_size": C}, {"block_size": T, "embed_size": C, "n_heads": H}
BUILDS = (
    Build("HeadVer1"),
    Build("HeadVer2"),
    Build("HeadVer3"),
    Build("HeadVer4", HEAD),
    Build("MultiHeadVer1", HEADS),
    Build("MultiHeadVer2", HEADS),
)


@dataclass(frozen=True)
class Cost:
    """Of one forward pass."""

    name: str
    flops: int
    operations: int


def cost(impl: Implementation) -> Figure:
    """FLOPs and tensor operations of those that run; raises NeverRuns or AssertionError where none does."""
    costs, failures = [], []
    for build in BUILDS:
        try:
            costs.append(_cost(impl, build))
        except (AssertionError, NeverRuns) as failure:
            failures.append(failure)
    if not costs:
        raise failures[0]
    figure, (flops, operations) = panels(190, (1, 1))
    names = [cost.name for cost in costs]
    _bars(flops, names, [cost.flops for cost in costs], "FLOPs", BLUE)
    _bars(operations, names, [cost.operations for cost in costs], say("tensor operations"), ORANGE)
    operations.set_yticks([])
    figure.suptitle(say("B {B}, T {T}, C {C}, H {H}, forward", B=B, T=T, C=C, H=H))
    return figure


def _cost(impl: Implementation, build: Build) -> Cost:
    reply = impl(Case(build, {}, (Call((torch.ones(B, T, C),), counted=True),))).reply
    return Cost(build.name, reply.flops, reply.operations)


def _bars(axes: Axes, names: list[str], numbers: list[int], title: str, hue: str) -> None:
    bars = axes.barh(names, numbers, color=hue, height=0.6)
    axes.bar_label(bars, labels=[f"{number:,}" for number in numbers], padding=3)
    axes.invert_yaxis()
    axes.set(xticks=[], xlim=(0, 1.35 * max(*numbers, 1)), title=title)
    axes.spines["bottom"].set_visible(False)
