"""A grade as it may be shown: what a submission wrote is bounded, visible, and has no power over what shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import NewType
from unicodedata import category, normalize

from harness.grading.grade import Grade
from harness.grading.roster import Student
from harness.run.errors import printable
from harness.tell.results import Claim, Results, Rung

LONGEST_MESSAGE = 8_000
LONGEST_PRINTED = 64_000
LONGEST_LINE = 1_000
LONGEST_PATH = 6 * 4096  # each of its bytes may be escaped
MOST_NOTES = 20
MOST_MARKS = 2  # on one character: more of them cover the lines above and below
UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
COMMAND = re.compile(r"^( *):(?=:)", re.MULTILINE)  # GitHub obeys a line of output that begins with ::

Sanitized = NewType("Sanitized", Grade)


def sanitize(grade: Grade) -> Sanitized:
    """The grade with all that its submission had a hand in made harmless, and without points where it has a problem."""
    results = (
        Results(tuple(Rung(rung.todo, (), "not run") for rung in grade.results.rungs))
        if grade.problem
        else Results(tuple(replace(rung, claims=tuple(map(_claim, rung.claims))) for rung in grade.results.rungs))
    )
    return Sanitized(
        replace(
            grade,
            submission=_path(grade.submission),
            path=_path(grade.path),
            students=tuple(map(_student, grade.students)),
            results=results,
            problem=line(grade.problem),
            notes=_notes(grade.notes),
            suspicions=tuple(map(line, grade.suspicions)),
            printed=text(grade.printed, LONGEST_PRINTED),
        )
    )


def text(raw: str, longest: int = LONGEST_MESSAGE) -> str:
    """At most `longest` characters: printable ones, and line breaks. The others are escaped; a cut is said."""
    start = raw[: longest + 1]
    visible = COMMAND.sub(r"\1\\x3a", _unstacked(UNSEEN.sub(_escaped, printable(start, len(start)))))
    visible = visible.replace("##[", r"#\x23[")  # another command of GitHub's
    if len(visible) <= longest:
        return visible
    note = f" ... (cut: it has {len(raw):,} characters)"
    return visible[: longest - len(note)] + note


def line(raw: str, longest: int = LONGEST_LINE) -> str:
    """The same, in one line."""
    return text(" ".join(raw.split()), longest)


def _path(raw: str) -> str:
    """The whole of it, and the same for each way to compose its characters."""
    return line(normalize("NFC", raw), LONGEST_PATH)


def _student(student: Student) -> Student:
    row = {column: line(cell) for column, cell in student.row.items()}
    return replace(student, name=line(normalize("NFC", student.name)), id=line(student.id), row=row)


def _claim(claim: Claim) -> Claim:
    message, code, replay, about = map(text, (claim.message, claim.code, claim.replay, claim.about))
    return replace(claim, message=message, code=code, replay=replay, about=about)


def _notes(notes: tuple[str, ...]) -> tuple[str, ...]:
    more = (f"and {len(notes) - MOST_NOTES + 1:,} more",) if len(notes) > MOST_NOTES else ()
    return tuple(map(line, notes[: MOST_NOTES - len(more)])) + more


def _unstacked(visible: str) -> str:
    if visible.isascii():
        return visible
    runs = ((marked, "".join(run)) for marked, run in groupby(visible, lambda c: category(c)[0] == "M"))
    return "".join(run[:MOST_MARKS] + _escape(run[MOST_MARKS:]) if marked else run for marked, run in runs)


def _escaped(found: re.Match[str]) -> str:
    return _escape(found[0])


def _escape(characters: str) -> str:
    return characters.encode("unicode_escape").decode()
