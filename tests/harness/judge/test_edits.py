"""A variant is an answer with a few edits, and an edit that no longer fits is said to be so."""

import pytest

from harness.judge.edits import EditError, edited

SOURCE = "a = 1\nb = 2\nreturn a + b\n"


@pytest.mark.parametrize(
    ("edits", "text"),
    [
        ([("b = 2", "b = 3")], "a = 1\nb = 3\nreturn a + b\n"),
        ([("a = 1 ... return a", "return 1")], "return 1 + b\n"),
        ([("b = 2", "b = c"), ("b = c", "b = d")], "a = 1\nb = d\nreturn a + b\n"),
        ([("2", r"\1")], "a = 1\nb = \\1\nreturn a + b\n"),
    ],
)
def test_edits_are_made_one_after_another(edits, text):
    assert edited(SOURCE, edits) == text


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (("c = 3", "x"), "is in the answer 0 times"),
        (("a", "x"), "times, expected once"),
        (("b = 2", "b = 2"), "itself"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(edit, words):
    with pytest.raises(EditError, match=words):
        edited(SOURCE, [edit])
