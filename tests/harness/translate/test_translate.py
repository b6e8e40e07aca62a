"""One command keeps the catalogs of a language, and says what they lack."""

import re
from collections import defaultdict

import pytest
from babel.messages.pofile import read_po
from screen import TOY

from harness.course import course
from harness.language import speech
from harness.language.speech import SAID, say_record, speaking
from harness.translate import catalogs, gaps, sources
from harness.translate.catalogs import updated
from harness.translate.glossary import Term, terms
from harness.translate.message import Message
from harness.translate.records import of_the_course

CLAIM = "claim test_softmax_gives_probabilities"


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder for the catalogs of a made-up language, and the messages that belong there."""
    for module in (speech, catalogs):
        monkeypatch.setattr(module, "locales", lambda: (tmp_path,))
    return tmp_path


def message(folder, text, key="", named=False, many=""):
    return Message(folder / "room", text, "somewhere.py", key, many, named)


def write(files):
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def translate(path, **texts):
    """Give the entries of a file, by the first word of their English, a translation."""
    with path.open("rb") as file:
        catalog = read_po(file)
    for entry in catalog:
        if isinstance(entry.id, str) and (first := entry.id.partition(" ")[0]) in texts:
            entry.string = texts[first]
    path.write_text(catalogs._text(catalog, "xx"), encoding="utf-8")


def lacking(said):
    return {gap.about: gap.what.split(":")[0] for gap in gaps.gaps("xx", said)}


def test_a_language_is_begun_and_falls_back_string_by_string(elsewhere):
    """A new language has all entries empty. What is translated is said in it, all else in English."""
    said = [message(elsewhere, "It holds.", "claim a"), message(elsewhere, "Nothing holds.", "claim b")]
    write(updated("xx", said))
    assert lacking(said) == {"claim a": "is not translated", "claim b": "is not translated"}
    translate(elsewhere / "xx" / "room.po", It="Tenas.")
    with speaking("xx"):
        assert say_record("claim a", "It holds.") == "Tenas."
        assert say_record("claim b", "Nothing holds.") == "Nothing holds."


def test_what_has_changed_in_english_is_stale(elsewhere):
    """Its translation is kept, and not said until somebody has looked at it."""
    write(updated("xx", [message(elsewhere, "It holds.", "claim a")]))
    translate(elsewhere / "xx" / "room.po", It="Tenas.")
    said = [message(elsewhere, "It holds again.", "claim a")]
    assert lacking(said)["claim a"] in {"is new", "is said no more"}
    write(updated("xx", said))
    assert "Tenas." in (elsewhere / "xx" / "room.po").read_text(encoding="utf-8")
    assert lacking(said) == {"claim a": "is stale"}


def test_a_new_sentence_takes_over_no_translation(elsewhere):
    """One that is filled in elsewhere has no key of its own: it is no changed form of another."""
    write(updated("xx", [message(elsewhere, "It holds.", SAID)]))
    translate(elsewhere / "xx" / "room.po", It="Tenas.")
    write(updated("xx", [message(elsewhere, "Nothing holds.", SAID)]))
    assert "Tenas." not in (elsewhere / "xx" / "room.po").read_text(encoding="utf-8")


def test_a_translation_survives_a_second_update(elsewhere):
    """The same messages give the same files, to the byte."""
    said = [message(elsewhere, "It holds.", "claim a"), message(elsewhere, "one", many="{n} claims")]
    write(updated("xx", said))
    translate(elsewhere / "xx" / "room.po", It="Tenas.")
    before = (elsewhere / "xx" / "room.po").read_text(encoding="utf-8")
    write(updated("xx", said))
    assert (elsewhere / "xx" / "room.po").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("translation", "what"),
    [
        ("{a} kaj", "lacks the place {b}"),
        ("{a}, {b}, {c}", "has a place {c} that its English has not"),
        ("{b} kaj {a}", None),
    ],
)
def test_a_place_that_is_missing_is_found(elsewhere, translation, what):
    """Each named place of the English is in the translation, in any order, and no other is."""
    said = [message(elsewhere, "{a} and {b}", named=True)]
    write(updated("xx", said))
    translate(elsewhere / "xx" / "room.po", **{"{a}": translation})
    assert lacking(said) == ({"{a} and {b}": what} if what else {})


def test_a_term_is_kept_in_a_translation():
    """A word of the glossary has its own translation; a name in code has none."""
    term = Term({"en": "head", "ko": "헤드"})
    assert term.is_in("Each head is one of the heads.")
    assert not term.is_in("self.head, head_size and `head` look ahead")
    assert not Term({"en": "row"}, ("in a row",)).is_in("Call it twice in a row.")
    assert term.is_kept("ko", "헤드마다") and not term.is_kept("ko", "머리마다")


def test_a_second_course_is_extracted(toy):
    """Titles, claims, slips and hints of each TODO, by their keys."""
    found = {one.key: one for one in of_the_course()}
    assert found[CLAIM].file == TOY / "toy" / "locale" / "todo_1"
    assert found["TODO 1"].text == "Softmax"
    assert {"slip Softmax.sum_detached, title", "slip Softmax.sum_detached, hint"} <= found.keys()
    assert any(key.startswith("hint ") for key in found)


def test_the_catalogs_are_up_to_date():
    """No language of the course has an entry that is new, stale or gone, or lacks a place or a term."""
    said = sources.messages()
    assert languages()
    for language in languages():
        wrong = [gap for gap in gaps.gaps(language, said) if not gap.what.startswith("is not translated")]
        assert [(gap.path.name, gap.about, gap.what) for gap in wrong] == []


def test_a_sentence_has_one_translation():
    """Where two records of one kind say the same in English, they say the same in each language."""
    for language in languages():
        differing = {key: found for key, found in translations_of(language).items() if len(found) > 1}
        assert differing == {}


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.words["en"])
def test_the_handout_has_the_words_of_the_glossary(term):
    """Where the English handout has a term, the Korean one has its word."""
    pages = {name: "\n".join(path.read_text(encoding="utf-8") for path in handout(name)) for name in ("en", "ko")}
    assert not term.is_in(pages["en"]) or term.words["ko"] in pages["ko"]


def languages():
    return [path.name for path in (course().home / "locale").iterdir() if path.is_dir()]


def translations_of(language):
    """All translations of each sentence, by the kind of its record."""
    found = defaultdict(set)
    for entry in (entry for path in catalogs.files_of(language) for entry in catalogs.entries_of(path)):
        record, text = catalogs.id_of(entry)
        found[re.sub(" [^,]+", "", record, count=1), text].add(entry.string)
    return found


def handout(language):
    return sorted((course().root / "handout" / language).glob("*.md"))
