"""grade.csv: no submission is missing or doubled, and every cell is read as it was written."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from grades import DONE, HOSTILE, MINA, PARTIAL, UNREADABLE

from harness.grading.reports.all import write
from harness.grading.reports.folders import folders
from harness.grading.reports.gradebook import grades, tabulate
from harness.grading.shards.manifest import read_report


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def table(out):
    tabulate(out)
    return read((out / "grade.csv").read_text(encoding="utf-8"))


def graded(out, *given):
    """Writes the reports of these grades, each for its path: a folder is found again by the path in it."""
    there = {Path(read_report(folder).get("path", "")): folder.name for folder in out.iterdir() if folder.is_dir()}
    for grade, folder in zip(given, folders([Path(grade.path) for grade in given], out, there)):
        write(grade, out / folder)


def at(path, grade=DONE):
    return replace(grade, submission=Path(path).name, path=path)


def test_a_table_has_a_row_a_submission():
    rows = read(grades([MINA, PARTIAL, DONE, UNREADABLE]))
    assert [row["points"] for row in rows] == ["40", "", "100", "0"]
    assert [row["complete"] for row in rows] == ["yes", "no", "yes", "yes"]
    assert [row["times as fast"] for row in rows] == ["", "", "9.87", "9.87"]
    assert [row["TODO 7 state"] for row in rows] == ["blocked by TODO 5", "not graded yet", "done", "not graded"]
    assert [row["TODO 2"] for row in rows] == ["10", "10", "10", "0"]


def test_one_of_a_class_that_is_graded_again_changes_its_own_row(tmp_path):
    graded(tmp_path, at("/a/sub.zip"), at("/b/sub.zip"), at("/c/mina"))
    before = table(tmp_path)
    graded(tmp_path, at("/b/sub.zip", UNREADABLE))
    after = table(tmp_path)
    assert [row["path"] for row in after] == ["/c/mina", "/a/sub.zip", "/b/sub.zip"]
    assert [row["folder"] for row in after] == ["mina/", "sub.zip/", "sub.zip~2/"]
    assert [row["points"] for row in after] == ["100", "100", "0"]
    assert [old == new for old, new in zip(before, after)] == [True, True, False]


def test_a_folder_without_a_report_costs_no_row(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "a file").write_text("", encoding="utf-8")
    graded(tmp_path, at("/a"))
    assert len(table(tmp_path)) == 1


def test_a_report_that_somebody_else_has_changed_costs_no_other_row(tmp_path):
    graded(tmp_path, *(at(f"/{name}") for name in "abcde"))
    (tmp_path / "a/grade.csv").write_bytes("submission\n마리\n".encode("cp949"))
    (tmp_path / "b/grade.csv").write_bytes(b"\0\n\0\n")
    (tmp_path / "c/grade.csv").write_bytes(b"")
    assert [row["path"] for row in table(tmp_path)][-2:] == ["/d", "/e"]


@pytest.mark.parametrize("name", ["n" * 255, "c" + "\udce9" * 254, "가" * 85, 'a b, "c".zip'])
def test_a_name_is_in_the_table_as_a_whole(tmp_path, name):
    (row,) = read(grades([at(f"/{'d' * 3000}/{name}")]))
    assert row["path"].endswith(row["submission"])
    assert row["path"].startswith(f"/{'d' * 3000}/")
    assert row["submission"] == name.encode(errors="backslashreplace").decode()


def test_names_that_are_composed_in_another_way_are_the_same_in_the_table():
    rows = read(grades([at("/cafe\u0301"), at("/\u1112\u1161\u11ab")]))
    assert [row["submission"] for row in rows] == ["caf\u00e9", "\ud55c"]


@pytest.mark.parametrize(
    "name",
    [
        "0012345",
        "1e5",
        "NA",
        "nan",
        "N/A",
        "None",
        "TRUE",
        "t",
        "inf",
        "2026-03-01",
        "1-2",
        "Mar 1",
        "january-5",
        "sept.2",
        "12%",
    ],
)
def test_a_name_that_a_program_would_take_for_a_value_begins_with_an_apostrophe(name):
    (row,) = read(grades([replace(DONE, submission=name)]))
    assert row["submission"] == f"'{name}"


@pytest.mark.parametrize(
    "name", ["mina", "Nathan", "NA_Kim", "marcus", "tom", "mina_0012345", "마리", "infante", "mayer"]
)
def test_a_name_that_is_a_word_stays_as_it_is(name):
    (row,) = read(grades([replace(DONE, submission=name)]))
    assert row["submission"] == name


def test_a_spreadsheet_works_nothing_out():
    (row,) = read(grades([HOSTILE]))
    assert row["submission"].startswith("'=HYPERLINK")
    for formula in ("=1", "+1", "-1", "@x", "\uff1d1", "\t=1", " =1", "\r=1"):
        (row,) = read(grades([replace(MINA, submission=formula, problem=formula)]))
        assert row["submission"] == row["problem"] == f"'{formula.strip()}"


def test_excel_is_told_the_encoding_where_that_is_asked_for(tmp_path):
    graded(tmp_path, at("/마리"))
    tabulate(tmp_path, "utf-8-sig")
    assert (tmp_path / "grade.csv").read_bytes().startswith(b"\xef\xbb\xbfsubmission,")
    tabulate(tmp_path)
    assert (tmp_path / "grade.csv").read_bytes().startswith(b"submission,")
