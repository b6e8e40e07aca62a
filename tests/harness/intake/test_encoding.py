"""One file's text: UTF-8, and the same program as Python reads."""

import ast
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.intake.source import source
from grading.intake.wanted import Refused


def test_a_byte_order_mark_is_removed():
    assert source(b"\xef\xbb\xbfx = 1\n") == "x = 1\n"


@pytest.mark.parametrize("name", ["utf-8", "UTF_8", "utf8", "utf-8-unix", "utf-8-sig"])
def test_utf_8_may_be_declared(name):
    text = f"#!/usr/bin/python\n# vim: set fileencoding={name} :\nx = 'é'\n"
    assert source(b"\xef\xbb\xbf" + text.encode()) == text


@pytest.mark.parametrize("line", ["# coding=utf-7", "\n# coding: cp1252", "\r# coding: cp1252", "#\f coding:nonsense"])
def test_another_encoding_may_not(line):
    with pytest.raises(Refused, match="encoding"):
        source(f"{line}\nx = 'é'\n".encode())


def test_of_two_declarations_the_first_counts():
    text = "# coding: utf-8\n# coding: latin-1\nx = 'é'\n"
    assert source(text.encode()) == text


def test_what_only_looks_like_a_declaration_is_none():
    for text in ("x = 'é'  # coding: latin-1\n", "x = 1\n# coding: latin-1\n", "#\n#\n# coding: latin-1\n"):
        assert source(text.encode()) == text


PIECES = ["\n", "\r", "\f", " ", "#", "coding", ":", "=", "latin-1", "utf-8", "utf8", "\ufeff", "x", "'é'", "\\", ";"]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_the_text_is_the_same_program_as_str_and_as_bytes(pieces):
    def program(code):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.dump(ast.parse(code))
        except SyntaxError:
            return "no program"

    content = "".join(pieces).encode()
    try:
        text = source(content)
    except Refused:
        return
    assert program(text) == program(text.encode())
    if program(content) != "no program":
        assert program(text) == program(content)
