"""Byte-pair encoding: words in symbols, merge after merge, and the size of the vocabulary in use."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from spec.bpe import WORDS, Learned, encode, learn
from spec.bpe.picture import vocabulary
from spec.figures.shapes import label
from spec.figures.style import BLUE, INK, LINE, MUTED, NORMAL, ORANGE, SMALL, THIN, TINT, page

MERGES, SHOWN, UNSEEN = 20, 6, "lowest"
LETTER, GAP, ROW = 8.4, 11.0, 27.0  # points
LEFT, TOP = 128.0, 52.0


def bpe() -> Figure:
    """The first merges, one a row, and an unseen word after all of them."""
    learned = learn(WORDS, MERGES)
    figure, axes = page(TOP + (SHOWN + 3) * ROW)
    for word, x in _columns().items():
        label(axes, (x + len(word) * LETTER / 2, 12), word, INK, ha="center", family="monospace")
        label(axes, (x + len(word) * LETTER / 2, 27), f"\N{MULTIPLICATION SIGN} {WORDS[word]}", MUTED, SMALL)
    for n in range(SHOWN + 1):
        _row(axes, learned, n, TOP + n * ROW)
    y = TOP + (SHOWN + 1) * ROW
    for n in range(3):
        label(axes, (LEFT + 180, y - 8 + 5 * n), "\N{MIDDLE DOT}", MUTED)
    label(axes, (10, y + ROW), f'encode("{UNSEEN}")', INK, NORMAL, ha="left", family="monospace")
    _symbols(axes, encode(UNSEEN, learned), LEFT, y + ROW, "")
    label(axes, (LEFT + 120, y + ROW), f"len(merges) = {len(learned.merges)}", MUTED, SMALL, ha="left")
    return figure


def bpe_vocabulary() -> Figure:
    """Each merge adds a symbol, and takes out those that occur nowhere else."""
    return vocabulary(learn(WORDS, 30))


def _columns() -> dict[str, float]:
    """Where each word begins."""
    x, found = LEFT, {}
    for word in WORDS:
        found[word] = x
        x += (len(word) + 1) * LETTER + GAP
    return found


def _row(axes: Axes, learned: Learned, n: int, y: float) -> None:
    """All words after n merges, and what the last of these did."""
    new = ""
    if n:
        step = learned.steps[n - 1]
        new = step.symbol
        label(axes, (10, y), f"{n}", MUTED, SMALL, ha="left")
        sentence = f"{step.pair[0]} + {step.pair[1]} \N{RIGHTWARDS ARROW} {new}"
        label(axes, (26, y), sentence, ORANGE, NORMAL, ha="left", family="monospace")
    for word, x in _columns().items():
        _symbols(axes, encode(word, learn(WORDS, n)), x, y, new)


def _symbols(axes: Axes, symbols: tuple[str, ...], x: float, y: float, new: str) -> None:
    """One after another, each in a frame; the new one is orange."""
    for symbol in symbols:
        hue, width = (ORANGE, LINE) if symbol == new else (MUTED, THIN)
        shape = Rectangle((x + 0.6, y - 8), len(symbol) * LETTER - 1.2, 16, linewidth=width, edgecolor=hue)
        shape.set_facecolor((ORANGE if symbol == new else BLUE, TINT / 2 if len(symbol) > 1 else 0))
        axes.add_patch(shape)
        label(axes, (x + len(symbol) * LETTER / 2, y), symbol, INK, SMALL, family="monospace")
        x += len(symbol) * LETTER
