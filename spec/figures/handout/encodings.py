"""GPTVer3's positional encodings, by the formula."""

from __future__ import annotations

from matplotlib.figure import Figure

from spec.figures.encodings import draw
from spec.stand_ins.formula import encodings_by_the_formula


def encodings() -> Figure:
    """Of 32 positions and 16 features."""
    return draw(encodings_by_the_formula(32, 16).double().numpy())
