"""One file's text: the same program as Python reads; and where Python can't read it, what an editor meant."""

import ast
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.load.source import Refused, source

KOREAN = "# 표를 만든다\nx = '똠방각하'\n"
UMLAUT = "# für die Tabelle\nx = 'ü'\n"


@pytest.mark.parametrize("name", ["utf-8", "UTF_8", "utf8", "utf-8-unix", "utf-8-sig", "cp949", "ms949", "uhc"])
def test_a_file_is_read_by_the_encoding_that_it_declares(name):
    text = f"#!/usr/bin/python\n# vim: set fileencoding={name} :\n{KOREAN}"
    assert source(text.encode("cp949" if "9" in name or name == "uhc" else "utf-8")) == (text, "")


def test_latin_1_and_ascii_may_be_declared():
    assert source(f"# coding: latin-1\n{UMLAUT}".encode("latin-1")) == (f"# coding: latin-1\n{UMLAUT}", "")
    assert source(b"# -*- coding: ascii -*-\nx = 1\n").text == "# -*- coding: ascii -*-\nx = 1\n"


@pytest.mark.parametrize("declared", ["", "# -*- coding: utf-8 -*-\n", "# coding: ascii\n", "# coding: euc-kr\n"])
def test_what_an_editor_saved_as_cp949_is_read_as_that(declared):
    text, note = source((declared + KOREAN).encode("cp949"))
    assert text == declared + KOREAN
    assert "was read as cp949: save it as UTF-8" in note


def test_what_is_neither_utf_8_nor_cp949_is_latin_1():
    assert source(UMLAUT.encode("latin-1")) == (UMLAUT, "is not utf-8 and was read as iso8859-1: save it as UTF-8")


def test_what_declares_cp949_and_is_utf_8_is_read_as_utf_8():
    text, note = source(f"# coding: cp949\n{KOREAN}".encode())
    assert text.endswith(KOREAN) and "was read as utf-8" in note


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused_by_its_name(encoding):
    with pytest.raises(Refused, match=r"it looks like UTF-16\): save it as UTF-8"):
        source("x = 1\n".encode(encoding))


@pytest.mark.parametrize("name", ["utf-7", "idna", "unicode_escape", "rot13", "hex", "nonsense", "utf-16"])
def test_an_encoding_that_hides_code_or_is_none_is_refused(name):
    with pytest.raises(Refused, match="declares the encoding"):
        source(f"# coding: {name}\nx = 1\n".encode())


def test_a_byte_order_mark_is_removed():
    assert source(b"\xef\xbb\xbfx = 1\n") == ("x = 1\n", "")


def test_what_is_too_long_or_holds_a_nul_is_refused():
    for content, why in ((b"#" * (256 * 1024 + 1), "is larger than 256 KiB"), (b"x = 1 \0", "holds a NUL character")):
        with pytest.raises(Refused, match=why):
            source(content)


def test_of_two_declarations_the_first_counts():
    assert source("# coding: utf-8\n# coding: latin-1\nx = 'é'\n".encode()).text.endswith("x = 'é'\n")


def test_what_only_looks_like_a_declaration_is_none():
    for text in ("x = 'é'  # coding: latin-1\n", "x = 1\n# coding: latin-1\n", "#\n#\n# coding: latin-1\nx = 'é'\n"):
        assert source(text.encode()) == (text, "")


PIECES = ["\n", "\r", "\f", " ", "#", "coding", ":", "=", "latin-1", "utf-8", "utf8", "\ufeff", "x", "'é'", "\\", ";"]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_what_python_reads_is_the_same_program(pieces):
    def program(code):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.dump(ast.parse(code))
        except SyntaxError:
            return "no program"

    content = "".join(pieces).encode()
    assert program(content) in ("no program", program(source(content).text))
