"""python -m spec.bpe [WORDLIST] [--merges N] [--encode WORD] [--picture FILE.svg]"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from harness.language.choice import add_option, listen, speak_to_reader, usual
from harness.language.speech import say, say_again
from harness.tell import commands
from harness.tell.screen import take_any_text
from spec.bpe.merges import BadWords, Learned, learn
from spec.bpe.page import WIDTH, encoded, legend, steps, vocabulary
from spec.bpe.wordlist import WORDS, read

MERGES = 30
UNSEEN = "lowest"  # which is not in WORDS


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0, or 2 where a word list, a word or a file cannot be used; then a sentence says why."""
    take_any_text()
    listen(sys.argv[1:] if arguments is None else arguments)
    asked = _parser().parse_args(arguments)
    if note := speak_to_reader(asked.lang, usual()):
        print(note)
    try:
        words = read(asked.wordlist) if asked.wordlist else WORDS
        word = UNSEEN if asked.encode is None and not asked.wordlist else asked.encode
        learned = learn(words, asked.merges)
        _show(learned, word)
        if asked.picture:
            _draw(learned, asked.picture)
    except BadWords as error:
        print(say_again(str(error)), file=sys.stderr)
        return 2
    return 0


def _show(learned: Learned, word: str | None) -> None:
    lines = [] if word is None else list(encoded(word, learned))
    console = Console(width=WIDTH, highlight=False, markup=False)
    console.print(steps(learned))
    console.print(f"\n{legend()}\n")
    console.print(vocabulary(say("At the start: {n} symbols", n=len(learned.characters)), learned.characters))
    console.print(vocabulary(say("At the end: {n} symbols", n=len(learned.vocabulary)), learned.vocabulary))
    for line in ["", *lines]:
        console.print(line)


def _draw(learned: Learned, path: Path) -> None:
    try:
        from spec.bpe.picture import draw
    except ModuleNotFoundError as error:
        install = commands.python("-m", "pip", "install", "matplotlib")
        raise BadWords(f"the picture needs matplotlib: leave --picture out, or\n\n    {install}") from error
    try:
        draw(learned, path)
    except OSError as error:
        raise BadWords(f"{path} cannot be written: {error.strerror}") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m spec.bpe",
        description=say("Learns merges on a word list, step by step, and encodes a word that is not in it."),
    )
    add = parser.add_argument
    add_option(parser)
    words = say("a word a line, and how often it comes (default: seven words)")
    add("wordlist", nargs="?", type=Path, help=words)
    add("--merges", type=int, default=MERGES, metavar="N", help=say("at most (default: {default})", default=MERGES))
    add("--encode", metavar="WORD", help=say("a word, seen or not"))
    add("--picture", type=Path, metavar="FILE.svg", help=say("draw the size of the vocabulary in use"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
