"""What a submission wrote has no power over what shows it."""

import sys
import unicodedata
from dataclasses import replace

import pytest
from grades import DONE, HOSTILE, HOSTILE_TEXTS, MINA

from harness.grading.reports.sanitized import (
    LONGEST_LINE,
    LONGEST_MESSAGE,
    LONGEST_PRINTED,
    MOST_NOTES,
    line,
    sanitize,
    text,
)


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\u202eevil\u2069", r"\u202eevil\u2069"),
        ("a\u200bb\u3164c\ufe0f", r"a\u200bb\u3164c\ufe0f"),
        ("\ud800", r"\ud800"),
        ("a\x00b\tc\rd", r"a\x00b\tc\rd"),
        ("o\u0301\u0301\u0301", "o\u0301\u0301\\u0301"),
        ("::error::x\n  ::y", "\\x3a:error::x\n  \\x3a:y"),
        ("a ##[error]x", r"a #\x23[error]x"),
    ],
)
def test_what_is_unseen_or_has_power_is_escaped(raw, seen):
    assert text(raw) == seen


@pytest.mark.parametrize("plain", ["x[::2] # half of it\n\n    y = {'<b>': \"%\"}", "손실이 다릅니다", "é ñ σ² → 3"])
def test_ordinary_text_stays_as_it_is(plain):
    assert text(plain) == plain


def test_of_all_characters_only_those_with_ink_spaces_and_line_breaks_are_left():
    everything = "".join(
        map(chr, (*range(0x30000), *range(0xE0000, 0xE1000), sys.maxunicode))
    )  # the rest is unassigned
    left = set(text(everything, longest=20 * len(everything)))
    assert {unicodedata.category(c) for c in left - {"\n"}}.isdisjoint({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    assert left.isdisjoint(
        "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\ufe00\ufe0f\uffa0\U000e0100"
    )
    assert {c for c in left if c.isspace()} == {" ", "\n"}


@pytest.mark.parametrize("raw", ["x" * 5_000_000, "\U000e0100" * 7_000, "\n" * 8_001])
def test_a_long_text_is_cut_and_says_so(raw):
    cut = text(raw)
    assert len(cut) == LONGEST_MESSAGE
    assert cut.endswith(f" ... (cut: it has {len(raw):,} characters)")


def test_a_line_is_one_line():
    assert line("a\n\n::b\u2028c\r\nd") == "a ::b c d"
    assert len(line("word " * 1_000_000)) == LONGEST_LINE


def test_every_part_of_a_hostile_grade_is_bounded():
    grade = sanitize(HOSTILE)
    assert len(grade.submission) <= LONGEST_LINE
    assert len(grade.notes) == MOST_NOTES
    assert grade.notes[-1] == f"and {len(HOSTILE.notes) - MOST_NOTES + 1:,} more"
    assert len(grade.printed) == LONGEST_PRINTED
    for rung in grade.results.rungs:
        assert all(len(claim.message) <= LONGEST_MESSAGE for claim in rung.claims)
        assert all(len(claim.replay) <= LONGEST_MESSAGE for claim in rung.claims)
        assert all(len(claim.code) <= LONGEST_MESSAGE for claim in rung.claims)


def test_a_grade_that_was_made_fit_stays_as_it_is():
    assert sanitize(sanitize(HOSTILE)) == sanitize(HOSTILE)
    assert sanitize(MINA) == MINA


@pytest.mark.parametrize("raw", HOSTILE_TEXTS)
def test_a_problem_costs_all_points_and_is_shown_as_text(raw):
    grade = sanitize(replace(DONE, problem=raw))
    assert grade.points == 0
    assert grade.problem == line(raw)
