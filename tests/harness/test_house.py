"""The engine knows no course: none of its files names a class of this one, or counts its TODOs."""

import re
from pathlib import Path

import pytest

from harness.course import course

ROOT = Path(__file__).parents[2]
FILES = sorted(path for path in (ROOT / "harness").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MANY = len(course().todos)


def naming():
    """What names the course, or counts its TODOs; torch's own layers may be called like its classes."""
    classes = "|".join(course().contracts)
    counted = "|".join((str(MANY), *NUMBERS[MANY - 1 : MANY]))
    return re.compile(
        rf"(?<!nn\.)\b({classes})\b|(?i:\b{course().name})|\b({counted}) TODOs|range\(1, {MANY + 1}\)|\[:{MANY}\]"
    )


NAMING = naming()


def lines_that_name(text):
    return [line.strip() for line in text.splitlines() if NAMING.search(line)]


@pytest.mark.parametrize(
    "line",
    [
        *("build = Build('HeadVer4')", "# NanoGPT", "'GPTVer1'"),
        *(f"for number in range(1, {MANY + 1}):", f"all {NUMBERS[MANY - 1]} TODOs", f"{MANY} TODOs"),
    ],
)
def test_a_line_that_names_the_course_is_seen(line):
    assert lines_that_name(line) == [line]


def test_no_file_of_the_engine_names_a_class_of_the_course_or_counts_its_todos():
    named = {str(path.relative_to(ROOT)): lines_that_name(path.read_text(encoding="utf-8")) for path in FILES}
    assert {path: lines for path, lines in named.items() if lines} == {}


def test_no_file_of_code_has_more_than_300_lines():
    code = [path for half in ("harness", "spec") for path in (ROOT / half).rglob("*.py")]
    assert {str(path) for path in code if path.read_text(encoding="utf-8").count("\n") > 300} == set()
