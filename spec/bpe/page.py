"""What was learned, and how a word is encoded, as it is read in the terminal, in 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from textwrap import wrap

from rich.box import ASCII2
from rich.table import Table

from spec.bpe.encoding import encode, encoding
from spec.bpe.merges import MARK, Learned, Symbols, spell

WIDTH = 80
BAR = 20  # columns of the largest vocabulary

LEGEND = (
    f"{MARK} is the end of a word. In use: the symbols that still occur in the words. A merge brings one (+) and takes "
    "out those of its pair that are left in no word (-). The first pairs are of letters that other words need as well, "
    "and the vocabulary grows; the last are of pieces that nothing else needs, and it shrinks, until each word is one "
    "symbol."
)


def steps(learned: Learned) -> Table:
    """One merge a row: the pair, how often it came, the symbols that came and went, how many are in use."""
    table = Table(box=ASCII2, show_edge=False, pad_edge=False)
    for name in ("merge", "times"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("pair", "vocabulary"):
        table.add_column(name)
    table.add_column("in use", no_wrap=True)
    largest = max(learned.sizes)
    table.add_row("0", "", "", "the characters", _bar(learned.sizes[0], largest))
    vocabularies = (learned.characters, *(step.vocabulary for step in learned.steps))
    for number, (step, (before, after)) in enumerate(zip(learned.steps, pairwise(vocabularies)), start=1):
        pair = " ".join(step.pair)
        table.add_row(str(number), str(step.count), pair, _change(before, after), _bar(len(after), largest))
    return table


def vocabulary(title: str, symbols: Symbols) -> str:
    """The symbols, under a title."""
    lines = wrap(" ".join(symbols), WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    return "\n".join([f"{title}: {len(symbols)} symbols", *(f"    {line}" for line in lines)])


def encoded(word: str, learned: Learned) -> Iterator[str]:
    """The word, merge by merge. Raises BadWords."""
    symbols = encode(word, learned)
    yield f"{word} in these symbols:"
    yield f"        {' '.join(spell(word))}"
    for number, _, so_far in encoding(word, learned):
        yield f"{number:>6}  {' '.join(so_far)}"
    yield f"{len(word) + 1} symbols became {len(symbols)}."


def _change(before: Symbols, after: Symbols) -> str:
    came = [f"+{symbol}" for symbol in after if symbol not in before]
    went = [f"-{symbol}" for symbol in before if symbol not in after]
    return " ".join([*came, *went])


def _bar(size: int, largest: int) -> str:
    return f"{size:>{len(str(largest))}} {'#' * round(BAR * size / largest)}"
