"""GPTVer1: a table with a row for each token, learned from how often each follows each other."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure

from spec.figures.shapes import Numbers, Place, arrow, frame, label, matrix
from spec.figures.style import BLUE, INK, MUTED, NORMAL, ORANGE, SMALL, page

TEXT = "to be or not to be"
ALPHABET = sorted(set(TEXT))
V = len(ALPHABET)
LIKE = "o"


def bigram() -> Figure:
    """count(like, w) and P(w | like), and the row of one token."""
    counts = _counts()
    ratios = counts / counts.sum(axis=1)[:, None]
    figure, axes = page(height=272)
    for i, character in enumerate(TEXT):
        colour = ORANGE if character == LIKE else INK
        label(axes, (150 + 14 * i, 16), _shown(character), colour, size=14, family="monospace")
    row = ALPHABET.index(LIKE)
    cell = (29.0, 21.0)
    tables = (
        (matrix(axes, counts, (36, 76), cell, BLUE, "{:.0f}".format), "count(like, w)"),
        (matrix(axes, ratios, (318, 76), cell, BLUE, _ratio), "P(w | like) = softmax(logits)"),
    )
    for place, name in tables:
        label(axes, (place.middle[0], 44), name)
        label(axes, (place.middle[0], place.bottom[1] + 13), "(V, V)", MUTED, SMALL)
        for i, character in enumerate(ALPHABET):
            colour = ORANGE if character == LIKE else MUTED
            label(axes, (place.x - 12, place.y + (i + 0.5) * cell[1]), _shown(character), colour, family="monospace")
            across = (place.x + (i + 0.5) * cell[0], place.y - 10)
            label(axes, across, _shown(character), MUTED, NORMAL, family="monospace")
        frame(axes, Place(place.x, place.y + row * cell[1], place.width, cell[1]), ORANGE)
    (left, _), (right, _) = tables
    arrow(axes, (left.right[0] + 12, left.middle[1]), (right.x - 28, left.middle[1]))
    label(axes, (270, 260), "logits[b, t] = token_embedding_table[indices[b, t]]")
    return figure


def _counts() -> Numbers:
    """How often w (column) follows like (row) in TEXT, (V, V)."""
    counts = np.zeros((V, V))
    for like, w in pairwise(TEXT):
        counts[ALPHABET.index(like), ALPHABET.index(w)] += 1
    return counts


def _shown(character: str) -> str:
    return character.replace(" ", "\N{OPEN BOX}")


def _ratio(value: float) -> str:
    return "0" if value == 0 else f"{value:.2g}"
