"""All figures of one implementation: which could be drawn, and why the others could not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from matplotlib.figure import Figure

from spec.case import CannotRun, Implementation, NeverRuns
from spec.drawing.own.attention import attention
from spec.drawing.own.cost import cost
from spec.drawing.own.curves import Curve
from spec.drawing.own.encodings import encodings
from spec.drawing.own.gradients import gradients
from spec.drawing.own.losses import losses
from spec.drawing.style import save, styled
from spec.failure import unfinished


def write(impl: Implementation, curves: Iterable[Curve], folder: Path) -> Iterator[str]:
    """Draw them into a folder, as SVG; a line about each."""
    figures: dict[str, Callable[[], Figure]] = {
        "attention": partial(attention, impl),
        "encodings": partial(encodings, impl),
        "gradients": partial(gradients, impl),
        "cost": partial(cost, impl),
        "losses": partial(losses, curves),
    }
    for name, draw in figures.items():
        path = folder / f"{name}.svg"
        path.unlink(missing_ok=True)
        with styled():
            try:
                save(draw(), path)
            except (AssertionError, NeverRuns) as reason:
                yield f"{path.name}: not drawn, {_why(reason)}"
            else:
                yield f"{path.name}: drawn"


def _why(reason: AssertionError | NeverRuns) -> str:
    number = unfinished(reason.error.message) if isinstance(reason, (CannotRun, NeverRuns)) else None
    return f"TODO {number} is not done" if number else str(reason)
