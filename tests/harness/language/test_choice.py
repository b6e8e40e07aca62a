"""The reader's language is the one that is asked for, or the system's, where the console can show it."""

import io

import pytest

from harness.language.choice import Unknown, can_show, listen, speak_to_reader, system_language
from harness.language.speech import language, speak


@pytest.fixture(autouse=True)
def english():
    """What is spoken here is forgotten."""
    yield
    speak("en")


class Console(io.StringIO):
    """One that speaks an encoding."""

    def __init__(self, encoding):
        super().__init__()
        self.named = encoding

    @property
    def encoding(self):
        return self.named


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ko_KR"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LANGUAGE": "en:ko"}, "en"),
        ({"LANG": "fi_FI.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "ko"}, "ko"),
        ({}, "en"),
    ],
)
def test_the_systems_language_is_taken_where_it_is_there(environment, found):
    """The first variable that is set decides; a language without catalogs is English."""
    assert system_language(environment) == found


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        (["--merges", "3", "--lang", "ko", "--help"], "ko"),
        (["--lang=ko"], "ko"),
        (["--lang=en", "--language=ko"], "en"),
        (["--lang", "fi"], "en"),
        (["--lang"], "en"),
        ([], "en"),
    ],
)
def test_a_language_is_heard_before_the_options_are_made(words, heard):
    """What is no language, or none at all, is left to those who read the options."""
    listen(words)
    assert language() == heard


@pytest.mark.parametrize(("encoding", "shown"), [("utf-8", True), ("cp949", True), ("cp1252", False), ("ascii", False)])
def test_a_console_may_have_no_hangul(encoding, shown):
    """Its encoding says so; English can be shown everywhere."""
    assert can_show("ko", encoding) == shown
    assert can_show("en", encoding)


def test_it_says_why_it_is_in_english(monkeypatch):
    """One line names the console's encoding and the language."""
    monkeypatch.setattr("sys.stdout", Console("cp1252"))
    assert speak_to_reader("ko") == "This is in English: the console, which speaks cp1252, cannot show the language ko."
    assert language() == "en"


def test_an_option_comes_before_the_courses_language(monkeypatch):
    """And the course's before the system's."""
    monkeypatch.setattr("sys.stdout", Console("utf-8"))
    monkeypatch.setenv("LANGUAGE", "ko")
    assert (speak_to_reader("en", "ko"), language()) == ("", "en")
    assert (speak_to_reader(None, "ko"), language()) == ("", "ko")
    assert (speak_to_reader(None), language()) == ("", "ko")


def test_a_language_that_is_not_there_is_refused():
    """The message lists those that are."""
    with pytest.raises(Unknown, match=r"no language xx: choose from en, ko"):
        speak_to_reader("xx")
