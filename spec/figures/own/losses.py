"""The loss curves of the experiments: both models, all seeds, and the floor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from harness.language.speech import say, say_again
from spec.experiments.catalogue import EXPERIMENTS
from spec.figures.own.curves import Curve, by_experiment
from spec.figures.style import BLUE, MUTED, ORANGE, SMALL, THIN, WIDTH

ACROSS, HEIGHT = 2, 215.0


def losses(curves: Iterable[Curve]) -> Figure:
    """A panel for each experiment that was run. Raises AssertionError where none was."""
    grouped = by_experiment(curves)
    assert grouped, "no experiment was run in this session"
    rows = ceil(len(grouped) / ACROSS)
    figure = plt.figure(figsize=(WIDTH / 72, HEIGHT * rows / 72), layout="constrained")
    places = figure.subplots(rows, ACROSS, squeeze=False).flatten()
    for axes, (name, of_it) in zip(places, grouped.items()):
        _panel(axes, name, of_it)
    for axes in places[len(grouped) :]:
        axes.set_axis_off()
    figure.supxlabel(say("step"), fontsize=SMALL)
    figure.supylabel(say("loss of the step, nats a character"), fontsize=SMALL)
    return figure


def _panel(axes: Axes, name: str, curves: Sequence[Curve]) -> None:
    experiment = EXPERIMENTS[name]
    for i, curve in enumerate(curves):
        axes.plot(curve.weaker, color=ORANGE, linewidth=1, label="" if i else say_again(experiment.weaker.name))
        axes.plot(curve.stronger, color=BLUE, linewidth=1, label="" if i else say_again(experiment.stronger.name))
    axes.axhline(experiment.lowest, color=MUTED, linewidth=2 * THIN, linestyle=":", label=say("floor"))
    axes.set_ylim(0, None)
    axes.set_title(say_again(name), pad=56)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), fontsize=SMALL, handlelength=1)
