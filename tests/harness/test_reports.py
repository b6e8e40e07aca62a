"""The reports of a grade: each whole, each true, none with a voice of its submission's own."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from unittest.mock import Mock

import pytest
from grades import DONE, HOSTILE, MINA, PARTIAL, RUNNER, SECRET, UNREADABLE

from grading.reports import all as reports_written
from grading.reports import classroom50
from grading.reports.all import write
from grading.reports.gradebook import grades

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
def test_a_grader_that_dies_while_it_writes_leaves_each_report_old_or_new_and_whole(tmp_path, monkeypatch, death):
    monkeypatch.setattr(reports_written, "datetime", Mock(now=lambda zone: datetime(2026, 10, 1, tzinfo=zone)))
    new, old = read(MINA, tmp_path / "new"), read(PARTIAL, tmp_path / "there")
    calls, write_text = count(), Path.write_text

    def dying(path, content, **how):
        if next(calls) == death:
            write_text(path, content[: len(content) // 2], **how)
            raise KeyboardInterrupt
        write_text(path, content, **how)

    monkeypatch.setattr(Path, "write_text", dying)
    with pytest.raises(KeyboardInterrupt):
        write(MINA, tmp_path / "there")
    left = {name: (tmp_path / "there" / name).read_text(encoding="utf-8") for name in FILES}
    assert sum(left[name] == new[name] != old[name] for name in FILES) == death
    assert sum(left[name] == old[name] != new[name] for name in FILES) == len(FILES) - death


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_report_of_an_incomplete_grade_says_what_is_not_graded_yet(written, name):
    said = written(PARTIAL)[name]
    assert ("Not complete: 6 of 10 TODOs" if name == "annotations.txt" else "not graded yet") in said
    assert "not graded yet" not in written(MINA)[name]


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_report_of_an_unreadable_submission_says_why(written, name):
    assert UNREADABLE.problem in written(UNREADABLE)[name]


@pytest.mark.parametrize("grade", [MINA, DONE, PARTIAL, UNREADABLE, HOSTILE])
def test_all_reports_tell_the_same_points(written, grade):
    reports = written(grade)
    points = 0 if grade.problem else grade.points
    tables = [json.loads(reports[name]) for name in ("results.json", "result.json")]
    assert [table["score"] for table in tables] == [points, points]
    assert [sum(test.get("score", 0) for test in table["tests"]) for table in tables] == [points, points]
    assert json.loads(reports["staff.json"])["points"] == points
    assert next(csv.DictReader(io.StringIO(reports["grade.csv"])))["points"] == str(points)
    assert f"{points} of 100 points" in reports["summary.md"]
    assert f"<strong>{points}</strong> of 100 points" in reports["report.html"]
    assert reports["junit.xml"].count('<property name="points" value="10" />') == points / 10


def test_only_the_staff_learn_the_seed_the_commands_and_what_was_printed(written):
    reports = written(replace(MINA, seed=77_777_777))
    results = json.loads(reports.pop("results.json"))
    visible = [test for test in results["tests"] if test["visibility"] != "hidden"]
    reports["results.json"] = json.dumps([results["output"], visible])
    staff = reports.pop("staff.json")
    for secret in ("77777777", "pytest tests/test_1.py::", SECRET, "landlock"):
        assert secret in staff
        assert not [name for name, content in reports.items() if secret in content], secret


def test_no_report_of_a_hostile_grade_holds_what_speaks_to_a_terminal_or_to_github(written):
    for name, content in written(HOSTILE).items():
        assert {c for c in content if not c.isprintable()} <= {"\n"}, name
        commands = [row for row in content.splitlines() if row.lstrip().startswith("::") or "##[" in row]
        assert all(row.startswith("::error file=student/") for row in commands), name
        assert len(commands) == (10 if name == "annotations.txt" else 0)


def test_a_spreadsheet_works_nothing_out():
    (row,) = csv.DictReader(io.StringIO(grades([HOSTILE])))
    assert row["submission"].startswith("'=HYPERLINK")
    for formula in ("=1", "+1", "-1", "@x", "\uff1d1", "\t=1", " =1", "\r=1"):
        (row,) = csv.DictReader(io.StringIO(grades([replace(MINA, submission=formula, problem=formula)])))
        assert row["submission"] == row["problem"] == f"'{formula.strip()}"


def test_a_table_has_a_row_a_submission():
    rows = list(csv.DictReader(io.StringIO(grades([MINA, PARTIAL, DONE, UNREADABLE]))))
    assert [row["points"] for row in rows] == ["40", "20", "100", "0"]
    assert [row["complete"] for row in rows] == ["yes", "no", "yes", "yes"]
    assert [row["times as fast"] for row in rows] == ["", "", "9.87", "9.87"]
    assert [row["TODO 7 state"] for row in rows] == ["blocked by TODO 5", "not graded yet", "done", "not graded"]
    assert [row["TODO 2"] for row in rows] == ["10", "10", "10", "0"]
