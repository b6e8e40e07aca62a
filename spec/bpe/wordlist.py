"""The words that merges are learned from, and how often each comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from spec.bpe.merges import BadWords

# The four words of the paper with their counts, and three more, for which the vocabulary grows before it shrinks.
WORDS: Mapping[str, int] = {"low": 5, "lower": 2, "newest": 6, "widest": 3, "older": 4, "sew": 1, "trees": 4}


def read(path: Path) -> dict[str, int]:
    """The words of a file, in order: a word a line, and how often it comes, once if it doesn't say. Raises BadWords."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BadWords(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadWords(f"{path} is not text in UTF-8: save it as such") from error
    words: Counter[str] = Counter()
    for number, line in enumerate(lines, start=1):
        match line.split():
            case []:
                continue
            case [word]:
                words[word] += 1
            case [word, count] if count.isdecimal():
                words[word] += int(count)
            case _:
                raise BadWords(f"{path}, line {number}: expected a word and how often it comes, such as: low 5")
    if not words:
        raise BadWords(f"{path} has no words: write one a line, and how often it comes, such as: low 5")
    return dict(words)
