"""What a language lacks: sentences that are new, untranslated or stale, named places, and terms of the glossary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message as Entry

from harness.language.template import places_of
from harness.translate.catalogs import entries_of, files_of, id_of, path_of
from harness.translate.glossary import Term, terms
from harness.translate.message import Message


@dataclass(frozen=True)
class Gap:
    """Something that a catalog lacks."""

    path: Path
    about: str  # the key, or the sentence that has none
    what: str


def gaps(language: str, said: Sequence[Message]) -> Iterator[Gap]:
    """All of a language, file by file."""
    wanted = {one.id: one for one in said}
    found = {id_of(entry): (path, entry) for path in files_of(language) for entry in entries_of(path)}
    for one in said:
        if one.id not in found:
            yield Gap(path_of(one, language), one.key or one.text, "is new: `python -m harness translate` adds it")
    for key, (path, entry) in found.items():
        about = key[0] if key[0] not in ("", "said") else key[1]
        yield from (Gap(path, about, what) for what in _lacks(entry, wanted.get(key), language))


def _lacks(entry: Entry, message: Message | None, language: str) -> Iterator[str]:
    if message is None:
        yield "is said no more: `python -m harness translate` leaves it out"
    elif entry.fuzzy:
        yield "is stale: its English has changed. Mend the translation, and take the mark fuzzy away"
    elif not entry.string:
        yield "is not translated"
    else:
        forms = [entry.string] if isinstance(entry.string, str) else [*entry.string]
        yield from (what for form in forms for what in _amiss(message, form, language))


def _amiss(message: Message, translation: str, language: str) -> Iterator[str]:
    if not translation:
        yield "is not translated in each form of the plural"
        return
    if message.named:
        places = places_of(message.text) | places_of(message.many)
        lost, new = places - places_of(translation), places_of(translation) - places
        yield from (f"lacks the place {{{name}}}" for name in sorted(lost) if name != "n")
        yield from (f"has a place {{{name}}} that its English has not" for name in sorted(new))
    yield from (
        _unkept(term, language)
        for term in terms()
        if term.is_in(message.text) and not term.is_kept(language, translation)
    )


def _unkept(term: Term, language: str) -> str:
    return f"has not the glossary's word for {term.words['en']}: {term.words.get(language, '')}"
