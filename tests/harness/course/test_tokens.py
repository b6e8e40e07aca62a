"""The character tokenizer, and what it says of a character that it does not know."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from spec.tokens import Characters, UnknownCharacter


@given(st.text())
def test_a_text_comes_back_as_it_was(text):
    characters = Characters.of(text)
    assert characters.decode(characters.encode(text).tolist()) == text


def test_the_vocabulary_is_each_character_of_the_text_once_sorted():
    characters = Characters.of("hello 한글\n")
    assert characters.vocabulary == "\n ehlo글한"
    tokens = characters.encode("hole")
    assert tokens.tolist() == [3, 5, 4, 2]
    assert tokens.dtype == torch.int64
    assert characters.decode([7, 6]) == "한글"


def test_no_text_is_no_tokens():
    assert Characters.of("abc").encode("").shape == (0,)


@pytest.mark.parametrize(
    ("text", "where"),
    [("abX", "'X' (line 1, column 3)"), ("X", "'X' (line 1, column 1)"), ("a\nbb\tX", "'\\t' (line 2, column 3)")],
)
def test_an_unknown_character_is_shown_with_its_place_and_what_to_do(text, where):
    with pytest.raises(UnknownCharacter) as raised:
        Characters.of("ab\n").encode(text)
    assert str(raised.value) == (
        f"The character {where} is not in the vocabulary, which is: '\\nab'. "
        "Leave it out, or make the vocabulary from a text that has it."
    )


def test_a_token_outside_of_the_vocabulary_is_no_character():
    with pytest.raises(IndexError):
        Characters.of("ab").decode([2])
