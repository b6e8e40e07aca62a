"""A roster: who handed in, by whatever name their submissions have."""

import csv
import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from grades import DONE, MINA, PARTIAL

from harness.course import course
from harness.grading.intake.exports import COLLECTED
from harness.grading.reports.all import write
from harness.grading.reports.gradebook import grades
from harness.grading.reports.upload import upload
from harness.grading.roster import BadRoster, Roster, Student, roster
from harness.grading.terms import Terms

PLAIN = "name,id,email,github\nMina Kim,007,mina@u.edu,mk-1\nJae Lee,008,jae@u.edu,jaelee\nJae Lee,009,j@u.edu,\n"
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Homework (4711)
    Points Possible,,,,,20
"Kim, Mina",11,00911,mina@u.edu,A,
"Lee, Jae",12,00912,jae@u.edu,A,3
"""
MOODLE = """\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum grade,Last modified (grade),Feedback comments
Participant 21,Mina Kim,mina@u.edu,Submitted for grading,,100.00,-,
Participant 22,Jae Lee,jae@u.edu,Submitted for grading,50.00,100.00,"Monday, 5 October 2026, 1:00 PM",good
"""


@pytest.fixture
def read(tmp_path):
    def parse(text):
        path = tmp_path / "roster.csv"
        path.write_text(text, encoding="utf-8")
        return roster(path)

    return parse


def found(known, path):
    """The names and ids of those who handed a path in."""
    grade = Terms(roster=known).over(DONE, Path(path))
    return [(student.name, student.id) for student in grade.students]


@pytest.mark.parametrize(
    ("text", "path", "student"),
    [
        (PLAIN, "/in/007", ("Mina Kim", "007")),
        (PLAIN, "/in/mina.zip", ("Mina Kim", "007")),
        (PLAIN, "/in/MINA@u.edu.tar.gz", ("Mina Kim", "007")),
        (PLAIN, "/in/nanogpt-mk-1", ("Mina Kim", "007")),
        (PLAIN, "/in/Mina Kim_99_assignsubmission_file_", ("Mina Kim", "007")),
        (PLAIN, "/in/jaelee", ("Jae Lee", "008")),
        (CANVAS, f"/out/{COLLECTED}/kimmina_11", ("Kim, Mina", "11")),
        (CANVAS, f"/out/{COLLECTED}/leejae_LATE_12", ("Lee, Jae", "12")),
        (CANVAS, "/in/leejae_12_34_homework.zip", ("Lee, Jae", "12")),
        (CANVAS, "/in/00911", ("Kim, Mina", "11")),
        (MOODLE, "/in/Kim Mina_21_assignsubmission_file_", ("Mina Kim", "Participant 21")),
    ],
)
def test_a_submission_has_its_author_by_any_name(read, text, path, student):
    assert found(read(text), path) == [student]


@pytest.mark.parametrize("path", ["/in/Jae Lee", "/in/nobody.zip", "/in/hw_1", "/in/Points Possible"])
def test_a_name_that_several_have_or_none_means_nobody(read, path):
    assert found(read(PLAIN), path) == found(read(CANVAS), path) == []


def test_without_a_roster_an_export_tells_what_it_knows():
    assert found(Roster(), "/in/Mina Kim_21_assignsubmission_file_") == [("Mina Kim", "21")]
    assert found(Roster(), f"/out/{COLLECTED}/kimmina_11") == [("kimmina", "11")]
    assert found(Roster(), f"/out/{COLLECTED}/anon_x1y2z") == [("", "anon_x1y2z")]
    assert found(Roster(), "/in/mina") == []


def test_a_time_is_found_by_any_name_too(read, tmp_path):
    times = tmp_path / "times.csv"
    times.write_text("email,time\nmina@u.edu,2026-10-01T12:00:00+09:00\n", encoding="utf-8")
    terms = replace(Terms.read(None, None, times), roster=read(PLAIN))
    assert terms.over(DONE, Path("/in/007")).handed_in == datetime.fromisoformat("2026-10-01T12:00:00+09:00")
    assert terms.over(DONE, Path("/in/008")).handed_in is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no column that names a student"),
        ("color,points\nred,3\n", "has no column that names a student"),
        ("name\n\xff\udcff", "is no CSV in UTF-8"),
    ],
)
def test_a_file_that_is_no_roster_says_what_is_wrong(tmp_path, text, said):
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadRoster, match=said):
        roster(path)


def test_a_file_of_times_needs_times(tmp_path):
    (tmp_path / "times.csv").write_text("id,time\n7,noon\n", encoding="utf-8")
    with pytest.raises(BadRoster, match="'noon' in the column time is no time, such as"):
        Terms.read(None, None, tmp_path / "times.csv")
    with pytest.raises(BadRoster, match=r"missing\.csv: No such file"):
        Terms.read(None, tmp_path / "missing.csv", None)


def test_the_table_has_names_and_ids_and_a_spreadsheet_changes_neither():
    students = (Student("Mina Kim", "007"), Student("=HYPERLINK(0)", "8"))
    (row,) = csv.DictReader(io.StringIO(grades([replace(DONE, students=students[:1])])))
    assert (row["student"], row["id"]) == ("Mina Kim", "'007")
    (row,) = csv.DictReader(io.StringIO(grades([replace(DONE, students=students[1:])])))
    assert (row["student"], row["id"]) == ("'=HYPERLINK(0)", "'8")


@pytest.fixture
def given_back(tmp_path):
    """The rows of the table that a form of upload takes, of these grades by their paths."""

    def write_all(form, known, graded):
        for number, (path, grade) in enumerate(graded.items()):
            write(Terms(roster=known).over(grade, Path(path)), tmp_path / "out" / str(number))
        upload(tmp_path / "out", form, known, course().title)
        with (tmp_path / f"out/{form}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return write_all


def test_canvas_gets_its_own_columns_back_with_the_points(read, given_back):
    paths = {f"/{COLLECTED}/leejae_12": MINA, f"/{COLLECTED}/kimmina_11": DONE, f"/{COLLECTED}/anon_x1": DONE}
    possible, mina, jae = given_back("canvas", read(CANVAS), paths)
    assert list(mina) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", course().title]
    assert "Points Possible" in possible["Student"]
    assert list(possible.values())[-1] == "100"
    assert list(mina.values()) == ["Kim, Mina", "11", "00911", "mina@u.edu", "A", "100"]
    assert list(jae.values()) == ["Lee, Jae", "12", "00912", "jae@u.edu", "A", str(MINA.points)]


def test_moodle_gets_its_worksheet_back_with_the_points(read, given_back):
    paths = {"/x_22_assignsubmission_file_": MINA, "/x_21_assignsubmission_file_": DONE}
    mina, jae = given_back("moodle", read(MOODLE), paths)
    assert list(mina) == MOODLE.removeprefix("\ufeff").split("\n")[0].split(",")
    assert (mina["Identifier"], mina["Grade"], mina["Last modified (grade)"]) == ("Participant 21", "100", "-")
    assert (jae["Grade"], jae["Feedback comments"]) == (str(MINA.points), "good")


def test_without_a_worksheet_moodle_gets_what_it_needs(given_back):
    (row,) = given_back("moodle", Roster(), {"/Mina Kim_21_assignsubmission_file_": DONE})
    assert (row["Identifier"], row["Full name"], row["Grade"]) == ("Participant 21", "Mina Kim", "100")
    assert "Last modified (grade)" in row


def test_only_whole_grades_are_given_back_and_no_formula(given_back):
    paths = {"/=1+1_21_assignsubmission_file_": DONE, "/Jae Lee_22_assignsubmission_file_": PARTIAL}
    (row,) = given_back("moodle", Roster(), paths)
    assert row["Full name"] == "'=1+1"
