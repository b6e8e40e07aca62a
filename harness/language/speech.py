"""The language of this process, and what is said in it.

A sentence is written in English where it is said, whole and with named places. Without a translation, it stays English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from harness.language import particles
from harness.language.catalog import Catalog, catalog
from harness.language.template import Template, filled
from harness.where import ROOT, home

ENGLISH = "en"
LOCALE = "locale"  # the folder of the catalogs, one folder a language
SAID = "said"  # the context of sentences that are filled in where no language is known
FITTED: Mapping[str, Callable[[str], str]] = {"ko": particles.fitted}

_spoken = [ENGLISH]


def language() -> str:
    """The one of this process."""
    return _spoken[-1]


def speak(name: str) -> None:
    """From now on, this process speaks this language."""
    _spoken[:] = [name]


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """For a while, this process speaks this language."""
    before = _spoken.copy()
    try:
        speak(name)
        yield
    finally:
        _spoken[:] = before


def languages() -> tuple[str, ...]:
    """Those that the engine has catalogs for, and English."""
    folder = ROOT / "harness" / LOCALE
    return (ENGLISH, *sorted(path.name for path in folder.glob("*") if path.is_dir()))


def locales() -> tuple[Path, ...]:
    """The folders of catalogs: of the engine, and of the course."""
    return ROOT / "harness" / LOCALE, home() / LOCALE


def say(sentence: str, /, **places: object) -> str:
    """A sentence of our own, with its places filled in."""
    return _told(_catalog().translated("", sentence), places)


def say_number(one: str, many: str, n: int, /, **places: object) -> str:
    """The same, in the form that fits a number; {n} is the number."""
    return _told(_catalog().counted(one, many, n), {"n": n, **places})


def to_say(sentence: str) -> str:
    """The sentence itself, which is given to say later."""
    return sentence


def to_say_again(sentence: str) -> str:
    """The sentence itself; once it is filled in, it is given to say_again."""
    return sentence


def say_record(key: str, sentence: str, /, **places: object) -> str:
    """A sentence of a record, such as a slip's hint, that has a key of its own."""
    return _told(_catalog().translated(key, sentence), places)


def say_again(text: str) -> str:
    """What was said, in English and filled in, where no language is known: by a claim, or in a sandbox."""
    known = _catalog()
    if (SAID, text) in known.forms:
        return known.translated(SAID, text)
    for template in _templates(known):
        if found := template.found(text):
            places = {name: say_again(value) for name, value in found.items()}
            if template.speaks or places != found:
                return _told(known.translated(SAID, template.text), places)
    return text


def _told(sentence: str, places: Mapping[str, object]) -> str:
    text = filled(sentence, places)
    return FITTED[language()](text) if language() in FITTED else text


def _catalog() -> Catalog:
    if language() == ENGLISH:
        return Catalog()
    return catalog(*(folder / language() for folder in locales()))


@cache
def _by_length(*texts: str) -> tuple[Template, ...]:
    with_places = (Template(text) for text in texts if "{" in text)
    return tuple(sorted(with_places, key=lambda template: -template.told))


def _templates(known: Catalog) -> tuple[Template, ...]:
    """Those that say most of their own come first."""
    return _by_length(*(text for context, text in known.forms if context == SAID))
