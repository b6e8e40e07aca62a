"""The .po files of a language, brought up to date with what is said."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from harness.language.catalog import ENDING, Key
from harness.language.speech import SAID, locales
from harness.translate.message import Message

WIDTH = 120


def updated(language: str, said: Sequence[Message]) -> Mapping[Path, str]:
    """The text of each file of a language. What is translated stays so; where its English has changed, it is fuzzy."""
    known = Known.of(language)
    files: dict[Path, Catalog] = {}
    for message in said:
        path = path_of(message, language)
        files.setdefault(path, Catalog(locale=_locale(language), fuzzy=False))
        _add(files[path], message, known, {one.id for one in said})
    return {path: _text(catalog, language) for path, catalog in files.items()}


def path_of(message: Message, language: str) -> Path:
    """The file that holds its translation."""
    return message.file.parent / language / f"{message.file.name}{ENDING}"


@dataclass(frozen=True)
class Known:
    """The entries that a language has, by their ids."""

    entries: Mapping[Key, Entry]

    @classmethod
    def of(cls, language: str) -> Known:
        return cls({id_of(entry): entry for path in files_of(language) for entry in entries_of(path)})

    def before(self, message: Message, said: Iterable[Key]) -> Entry | None:
        """The entry of the same record, of which the English is said no more."""
        if message.key in ("", SAID):
            return None
        gone = (entry for (key, text), entry in self.entries.items() if key == message.key and (key, text) not in said)
        return next(gone, None)


def files_of(language: str) -> Iterator[Path]:
    """All .po files that there are."""
    for folder in locales():
        yield from sorted((folder / language).glob(f"*{ENDING}"))


def entries_of(path: Path) -> Iterator[Entry]:
    """The entries of a file, as Babel reads them."""
    with path.open("rb") as file:
        yield from (entry for entry in read_po(file) if entry.id)


def id_of(entry: Entry) -> Key:
    """By which it is found."""
    return entry.context or "", entry.id if isinstance(entry.id, str) else entry.id[0]


def _add(catalog: Catalog, message: Message, known: Known, said: set[Key]) -> None:
    same = known.entries.get(message.id)
    entry = same or known.before(message, said)
    flags = {"fuzzy"} if entry and entry.string and (same is None or same.fuzzy) else set[str]()
    catalog.add(
        (message.text, message.many) if message.many else message.text,
        string=entry.string if entry and isinstance(entry.string, tuple) == bool(message.many) else None,
        locations=[(message.place, 0)],
        flags=flags | ({"python-brace-format"} if message.named else set()),
        previous_id=() if same or not entry else (id_of(entry)[1],),
        context=message.key or None,
    )


def _text(catalog: Catalog, language: str) -> str:
    """A file whose header has no date, so that the same catalog always gives the same bytes."""
    page = io.BytesIO()
    write_po(page, catalog, width=WIDTH, omit_header=True, include_lineno=False, include_previous=True)
    plural = get_plural(_locale(language)).plural_forms if _locale(language) else "nplurals=2; plural=(n != 1);"
    header = ("Content-Type: text/plain; charset=utf-8", f"Language: {language}", f"Plural-Forms: {plural}")
    lines = "".join(f'"{line}\\n"\n' for line in header)
    return f'msgid ""\nmsgstr ""\n{lines}\n{page.getvalue().decode()}'


def _locale(language: str) -> Locale | None:
    """What Babel knows of a language; nothing of one that is made up."""
    try:
        return Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        return None
