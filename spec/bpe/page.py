"""What was learned, and how a word is encoded, as it is read in the terminal, in 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from textwrap import wrap

from rich.box import ASCII2
from rich.table import Table

from harness.language.speech import say
from spec.bpe.encoding import encode, encoding
from spec.bpe.merges import MARK, Learned, Symbols, spell

WIDTH = 80
BAR = 20  # columns of the largest vocabulary


def legend() -> str:
    """The columns, and why the vocabulary grows and shrinks."""
    return say(
        "{mark} is the end of a word. In use: the symbols that still occur in the words. A merge brings one (+) and "
        "takes out those of its pair that are left in no word (-). The first pairs are of letters that other words "
        "need as well, and the vocabulary grows; the last are of pieces that nothing else needs, and it shrinks, until "
        "each word is one symbol.",
        mark=MARK,
    )


def steps(learned: Learned) -> Table:
    """One merge a row: the pair, how often it came, the symbols that came and went, how many are in use."""
    table = Table(box=ASCII2, show_edge=False, pad_edge=False)
    for name in (say("merge"), say("times")):
        table.add_column(name, justify="right", no_wrap=True)
    for name in (say("pair"), say("vocabulary")):
        table.add_column(name)
    table.add_column(say("in use"), no_wrap=True)
    largest = max(learned.sizes)
    table.add_row("0", "", "", say("the characters"), _bar(learned.sizes[0], largest))
    vocabularies = (learned.characters, *(step.vocabulary for step in learned.steps))
    for number, (step, (before, after)) in enumerate(zip(learned.steps, pairwise(vocabularies)), start=1):
        pair = " ".join(step.pair)
        table.add_row(str(number), str(step.count), pair, _change(before, after), _bar(len(after), largest))
    return table


def vocabulary(title: str, symbols: Symbols) -> str:
    """The symbols, under a title that counts them."""
    lines = wrap(" ".join(symbols), WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    return "\n".join([title, *(f"    {line}" for line in lines)])


def encoded(word: str, learned: Learned) -> Iterator[str]:
    """The word, merge by merge. Raises BadWords."""
    symbols = encode(word, learned)
    yield say("{word} in these symbols:", word=word)
    yield f"        {' '.join(spell(word))}"
    for number, _, so_far in encoding(word, learned):
        yield "  ".join([f"{number:>6}", " ".join(so_far)])
    yield say("{before} symbols became {after}.", before=len(word) + 1, after=len(symbols))


def _change(before: Symbols, after: Symbols) -> str:
    came = [f"+{symbol}" for symbol in after if symbol not in before]
    went = [f"-{symbol}" for symbol in before if symbol not in after]
    return " ".join([*came, *went])


def _bar(size: int, largest: int) -> str:
    return " ".join([f"{size:>{len(str(largest))}}", "#" * round(BAR * size / largest)])
