"""A catalog of gettext, read from its .po files as they are: nothing is compiled, so nothing can be stale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import TypeAlias

Key: TypeAlias = tuple[str, str]  # msgctxt and msgid
ENDING = ".po"
ESCAPED = re.compile(r"\\(.)")
MEANS = {"n": "\n", "t": "\t", "r": "\r"}
PLURAL = re.compile(r"plural=([^;]*)")


@dataclass(frozen=True)
class Catalog:
    """The translations into one language, by context and English; of what is counted, one for each form of a plural."""

    forms: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)

    def translated(self, context: str, text: str) -> str:
        """The text, or the English one where there is no other."""
        return self.forms.get((context, text), (text,))[0]

    def counted(self, one: str, many: str, n: int) -> str:
        """The form for a number of things."""
        forms = self.forms.get(("", one))
        if forms is None:
            return one if n == 1 else many
        return forms[min(self._form(n), len(forms) - 1)]

    def _form(self, n: int) -> int:
        found = PLURAL.search(self.translated("", ""))
        return c2py(found[1])(n) if found else int(n != 1)


@cache
def catalog(*folders: Path) -> Catalog:
    """What all files of these folders hold, with the header of the first. Raises nothing where a folder is missing."""
    forms: dict[Key, tuple[str, ...]] = {}
    for path in (path for folder in folders for path in sorted(folder.glob(f"*{ENDING}"))):
        for key, translations in entries(path.read_text(encoding="utf-8")):
            forms.setdefault(key, translations)
    return Catalog(forms)


def entries(text: str) -> Iterator[tuple[Key, tuple[str, ...]]]:
    """The entries of a .po file that are translated, and that nobody has to look at again (fuzzy)."""
    fields, fuzzy = list[list[str]](), False
    for line in (*text.splitlines(), 'msgid ""'):
        if line.startswith('"'):
            fields[-1].append(line)
        elif line.startswith(("msg", "#,")):
            if fields and fields[-1][0] == "msgstr" and not line.startswith("msgstr"):
                if not fuzzy:
                    yield from _entry(fields)
                fields, fuzzy = [], False
            if line.startswith("#,"):
                fuzzy = "fuzzy" in line
            else:
                name, _, quoted = line.partition(" ")
                fields.append([name.partition("[")[0], quoted])


def _entry(fields: Sequence[Sequence[str]]) -> Iterator[tuple[Key, tuple[str, ...]]]:
    forms = tuple(_plain(quoted) for name, *quoted in fields if name == "msgstr")
    if all(forms):
        of = {name: quoted for name, *quoted in fields}
        yield (_plain(of.get("msgctxt", ())), _plain(of["msgid"])), forms


def _plain(quoted: Sequence[str]) -> str:
    joined = "".join([line.strip()[1:-1] for line in quoted])
    return ESCAPED.sub(lambda found: MEANS.get(found[1], found[1]), joined) if "\\" in joined else joined
