"""The terms of a course, in each language: the handout and the catalogs share them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.course import course
from harness.language.speech import ENGLISH, LOCALE
from harness.language.template import PLACE

FILE = "glossary.toml"


@dataclass(frozen=True)
class Term:
    """A word of the field, in each language. besides: phrases in which the English word means something else."""

    words: Mapping[str, str]
    besides: tuple[str, ...] = ()

    def is_in(self, english: str) -> bool:
        """Whether an English sentence has it, as a word and not as a name in code."""
        plain = PLACE.sub("", re.sub("|".join(self.besides) or "$", "", english))
        return re.search(rf"(?<![\w.`]){self.words[ENGLISH]}s?(?![\w(`=.]*[\w(`=])", plain, re.IGNORECASE) is not None

    def is_kept(self, language: str, translation: str) -> bool:
        """Whether a translation has its word, or leaves the English one."""
        return any(word.casefold() in translation.casefold() for word in self._in(language))

    def _in(self, language: str) -> tuple[str, ...]:
        return self.words[ENGLISH], self.words.get(language, self.words[ENGLISH])


def terms() -> tuple[Term, ...]:
    """Those of the course, if it has a glossary."""
    path = course().home / LOCALE / FILE
    return _terms_in(path) if path.is_file() else ()


def _terms_in(path: Path) -> tuple[Term, ...]:
    records = tomllib.loads(path.read_text(encoding="utf-8")).values()
    return tuple(
        Term({name: word for name, word in record.items() if name != "besides"}, tuple(record.get("besides", ())))
        for record in records
    )
