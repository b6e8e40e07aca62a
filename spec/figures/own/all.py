"""All figures of one implementation: which could be drawn, and why the others could not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from matplotlib.figure import Figure

from harness.case import CannotRun, Implementation, NeverRuns
from harness.language.speech import ENGLISH, language, say, say_again, speaking
from harness.run.errors import printable
from spec.figures.fonts import can_write
from spec.figures.own.attention import attention
from spec.figures.own.cost import cost
from spec.figures.own.curves import Curve
from spec.figures.own.encodings import encodings
from spec.figures.own.gradients import gradients
from spec.figures.own.losses import losses
from spec.figures.style import save, styled


@dataclass(frozen=True)
class Drawing:
    """A file that was drawn, or why it was not."""

    file: str
    missing: str = ""

    def __str__(self) -> str:
        if self.missing:
            return say("{file}: not drawn, {why}", file=self.file, why=self.missing)
        return say("{file}: drawn", file=self.file)


def write(impl: Implementation, curves: Iterable[Curve], folder: Path) -> Iterator[Drawing]:
    """Draw them into a folder, as SVG. One that an earlier session left and that cannot be drawn now is removed."""
    figures: dict[str, Callable[[], Figure]] = {
        "attention": partial(attention, impl),
        "encodings": partial(encodings, impl),
        "gradients": partial(gradients, impl),
        "cost": partial(cost, impl),
        "losses": partial(losses, curves),
    }
    for name, draw in figures.items():
        yield _drawing(draw, folder / f"{name}.svg")


def _drawing(draw: Callable[[], Figure], path: Path) -> Drawing:
    try:
        with speaking(written()), styled():
            path.unlink(missing_ok=True)
            save(draw(), path)
    except (Exception, NeverRuns) as reason:
        return Drawing(path.name, _why(reason))
    return Drawing(path.name)


def written() -> str:
    """The language of the words in the figures: the reader's, where a font of this machine has its letters."""
    return language() if can_write(language()) else ENGLISH


def _why(reason: Exception | NeverRuns) -> str:
    if isinstance(reason, (CannotRun, NeverRuns)) and reason.error.open:
        return say("TODO {n} is not done", n=reason.error.open.todo)
    kind = "" if isinstance(reason, (AssertionError, NeverRuns)) else f"{type(reason).__name__}: "
    return printable(kind + say_again(str(reason)))
