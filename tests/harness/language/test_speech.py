"""A process speaks one language, and what is not translated stays English, string by string."""

import pytest

from harness.language import speech
from harness.language.lists import all_of, one_of
from harness.language.speech import language, say, say_again, say_number, say_record, speaking

PO = """
msgid "Hint {known} of {steps}."
msgstr "{steps}-tint {known}!"

msgid "one TODO"
msgid_plural "{n} TODOs"
msgstr[0] "{n} TODO-oj"

msgctxt "said"
msgid "{what}: {sentence}"
msgstr "{what} = {sentence}"

msgctxt "said"
msgid "{n} of {all} differ"
msgstr "{all} / {n}"

msgctxt "said"
msgid "the output"
msgstr "l'eligo"

msgctxt "claim a"
msgid "It holds."
msgstr "Tenas."
"""


@pytest.fixture
def xx(tmp_path, monkeypatch):
    """A made-up language with a few strings."""
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "room.po").write_text(PO, encoding="utf-8")
    monkeypatch.setattr(speech, "locales", lambda: (tmp_path,))
    with speaking("xx"):
        yield


def test_a_sentence_has_its_places_in_any_order(xx):
    """The catalog decides on the order of the words."""
    assert say("Hint {known} of {steps}.", known=1, steps=3) == "3-tint 1!"
    assert say_number("one TODO", "{n} TODOs", 4) == "4 TODO-oj"
    assert say_record("claim a", "It holds.") == "Tenas."


def test_what_is_not_translated_stays_english(xx):
    """So does a record whose English has changed since."""
    assert say("Try {this}.", this="it") == "Try it."
    assert say_number("{n} claim", "{n} claims", 2) == "2 claims"
    assert say_record("claim a", "It holds now.") == "It holds now."
    assert all_of(["a", "b", "c"]) == "a and b and c"
    assert one_of(["a", "b"]) == "a or b"


def test_what_was_filled_in_elsewhere_is_said_again(xx):
    """A sentence within a sentence too; one that nobody knows stays as it is."""
    assert say_again("the output: 2 of 4 differ") == "l'eligo = 4 / 2"
    assert say_again("a: b") == "a: b"
    assert say_again("of the student's own making") == "of the student's own making"


def test_english_comes_back():
    """A language is spoken for a while."""
    with speaking("xx"):
        assert language() == "xx"
    assert language() == "en"
