"""The reports of a grade: each whole, each true, none with a voice of its submission's own."""

import csv
import io
import json
import os
from dataclasses import replace
from datetime import datetime
from itertools import count
from unittest.mock import Mock

import pytest
from grades import DONE, HOSTILE, MINA, OUT_OF, PARTIAL, RUNNER, SECRET, UNREADABLE

from harness.course import course
from harness.grading.reports import all as reports_written
from harness.grading.reports import classroom50
from harness.grading.reports.all import write
from harness.tell.results import Results

FILES = {
    *("results.json", "result.json", "junit.xml", "summary.md", "annotations.txt"),
    *("grade.csv", "report.html", "staff.json"),
}


def read(grade, folder):
    """All reports of a grade, by name."""
    write(grade, folder)
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.fixture
def written(tmp_path, monkeypatch):
    """The same, as Classroom 50 gets them."""
    for variable, value in RUNNER.items():
        monkeypatch.setenv(variable, value)
    return lambda grade: read(grade, tmp_path)


def test_each_report_is_one_file_and_nothing_else_is_left(written):
    assert written(MINA).keys() == FILES


def test_result_json_names_nobody_where_classroom_50_does_not(tmp_path):
    result = json.loads(read(MINA, tmp_path)["result.json"])
    assert [result[field] for field in classroom50.FIELDS] == [""] * len(RUNNER)


@pytest.mark.parametrize("death", range(8))
def test_where_one_report_cannot_be_written_all_stay_as_they_were(tmp_path, monkeypatch, death):
    monkeypatch.setattr(reports_written, "datetime", Mock(now=lambda zone: datetime(2026, 10, 1, tzinfo=zone)))
    old = read(PARTIAL, tmp_path / "there")
    calls, fsync = count(), os.fsync

    def full(descriptor):
        if next(calls) == death:
            os.ftruncate(descriptor, os.fstat(descriptor).st_size // 2)
            raise OSError("no space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        write(MINA, tmp_path / "there")
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "there").iterdir()} == old


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_report_of_an_incomplete_grade_says_what_is_not_graded_yet(written, name):
    said = written(PARTIAL)[name]
    assert (
        f"Not complete: 6 of {len(course().todos)} TODOs" if name == "annotations.txt" else "not graded yet"
    ) in said
    assert "not graded yet" not in written(MINA)[name]


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_report_of_an_unreadable_submission_says_why(written, name):
    assert UNREADABLE.problem in written(UNREADABLE)[name]


def asked_for(grade, *numbers):
    """The grade of a run with --todo."""
    return replace(grade, results=Results(tuple(r for r in grade.results.rungs if r.todo.number in numbers)))


@pytest.mark.parametrize(
    ("grade", "out_of"),
    [
        *((grade, OUT_OF) for grade in (MINA, DONE, PARTIAL, UNREADABLE, HOSTILE)),
        (asked_for(DONE, 3), 10),
        (asked_for(MINA, 2, 3, 8), 30),
        (asked_for(UNREADABLE, 3), 10),
    ],
)
def test_all_reports_tell_the_same_points_out_of_what_was_asked_for(written, grade, out_of):
    reports = written(grade)
    points = 0 if grade.problem else grade.points
    tables = [json.loads(reports[name]) for name in ("results.json", "result.json")]
    assert [table["score"] for table in tables] == [points, points]
    assert [sum(test.get("score", 0) for test in table["tests"]) for table in tables] == [points, points]
    assert [sum(test.get("max_score", 0) for test in tables[0]["tests"]), tables[1]["max-score"]] == [out_of, out_of]
    assert tables[0]["output"].startswith(f"{points} of {out_of} points")
    staff = json.loads(reports["staff.json"])
    assert (staff["points"], staff["out_of"]) == (points, out_of)
    row = next(csv.DictReader(io.StringIO(reports["grade.csv"])))
    assert (row["points"], row["out of"]) == (str(points) if grade.complete else "", str(out_of))
    assert f"{points} of {out_of} points" in reports["summary.md"]
    assert f"<strong>{points}</strong> of {out_of} points" in reports["report.html"]
    assert reports["junit.xml"].count('<property name="points" value="10" />') == points / 10


def test_only_the_staff_learn_the_seed_the_commands_and_what_was_printed(written):
    reports = written(replace(MINA, seed=77_777_777, path="/home/lecturer/mina"))
    staff, table = reports.pop("staff.json"), reports.pop("grade.csv")
    for secret in ("77777777", "/home/lecturer"):
        assert secret in table
    for secret in ("77777777", "/home/lecturer", "pytest tests/test_1.py::", SECRET, "landlock"):
        assert secret in staff
        assert not [name for name, content in reports.items() if secret in content], secret


def test_no_report_of_a_hostile_grade_holds_what_speaks_to_a_terminal_or_to_github(written):
    for name, content in written(HOSTILE).items():
        assert {c for c in content if not c.isprintable()} <= {"\n"}, name
        commands = [row for row in content.splitlines() if row.lstrip().startswith("::") or "##[" in row]
        assert all(row.startswith("::error file=student/") for row in commands), name
        assert len(commands) == (10 if name == "annotations.txt" else 0)
