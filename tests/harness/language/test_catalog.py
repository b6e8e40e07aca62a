"""A .po file is read as Babel reads it."""

from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from harness.course import course
from harness.language.catalog import Catalog, catalog, entries
from harness.language.speech import locales

PO = r"""
msgid ""
msgstr ""
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\n"

# a remark
#: harness/tell/board.py
msgid "done"
msgstr "fertig"

#, fuzzy, python-brace-format
#| msgid "old"
msgid "stale"
msgstr "veraltet"

msgctxt "claim a"
msgid ""
"one line\n"
"and \"another\""
msgstr ""
"eine Zeile\n"
"und \"noch eine\""
msgid "{n} TODO"
msgid_plural "{n} TODOs"
msgstr[0] "eins"
msgstr[1] "wenige"
msgstr[2] "viele"

msgid "open"
msgstr ""

#~ msgid "gone"
#~ msgstr "weg"
"""


def of_babel(content):
    """The entries that Babel finds translated, in our form."""
    found = ((entry, entry.string) for entry in read_po(BytesIO(content)) if entry.id and not entry.fuzzy)
    return {
        (entry.context or "", entry.id if isinstance(entry.id, str) else entry.id[0]): (
            (string,) if isinstance(string, str) else tuple(string)
        )
        for entry, string in found
        if (string if isinstance(string, str) else all(string))
    }


def test_translations_are_found_by_context_and_english():
    """An entry that is fuzzy, obsolete or empty is none."""
    found = dict(entries(PO))
    assert set(found) - {("", "")} == {("", "done"), ("claim a", 'one line\nand "another"'), ("", "{n} TODO")}
    assert found["claim a", 'one line\nand "another"'] == ('eine Zeile\nund "noch eine"',)


@pytest.mark.parametrize(("n", "form"), [(1, "eins"), (3, "wenige"), (7, "viele")])
def test_a_number_chooses_the_form(n, form):
    """The header says which form of the plural a number takes."""
    assert Catalog(dict(entries(PO))).counted("{n} TODO", "{n} TODOs", n) == form


def test_babel_reads_the_same():
    """So it is for the sample, and for each file of the course and the engine."""
    assert {**dict(entries(PO))} == {**of_babel(PO.encode()), ("", ""): dict(entries(PO))["", ""]}
    paths = [path for folder in locales() for path in folder.glob("ko/*.po")]
    assert course() and paths
    for path in paths:
        found = dict(entries(path.read_text(encoding="utf-8")))
        found.pop(("", ""))
        assert found == of_babel(path.read_bytes()), path


def test_what_is_missing_stays_english(tmp_path):
    """A text without a translation, and a folder without files, give the English text."""
    assert catalog(tmp_path / "nowhere").translated("claim a", "It holds.") == "It holds."
    assert Catalog().counted("one", "many", 2) == "many"
