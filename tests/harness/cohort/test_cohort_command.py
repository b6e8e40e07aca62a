"""python -m harness cohort: what it writes, how long that takes, and what it leaves out where nobody is to be named."""

import csv
import time
from argparse import ArgumentParser

import pytest
from classes import NAMES, changed, class_of, write
from grades import HOSTILE, HOSTILE_TEXTS, MINA, PARTIAL, UNREADABLE

from harness.cohort.cohort import Cohort
from harness.cohort.commands import cohort as command
from harness.cohort.report import reports
from harness.grading.reports.all import write as write_reports


def run(out, *options):
    return command.main(ArgumentParser(), [str(out), *options])


def rows(out):
    with (out / "cohort.csv").open(encoding="utf-8", newline="") as file:
        return {row["submission"]: row for row in csv.DictReader(file)}


def test_the_table_has_a_row_a_submission_with_its_mistakes(toy, tmp_path):
    assert run(class_of(tmp_path)) == 0
    found = rows(tmp_path)
    assert found.keys() == set(NAMES)
    assert found["both"]["mistakes"] == "largest not subtracted; step climbs"
    assert (found["right"]["points"], found["right"]["TODO 2"], found["right"]["mistakes"]) == ("20", "done", "")
    assert found["rate"]["without a name"] == found["rate_c"]["without a name"] == "1"
    assert found["typo_a"]["alike"] == found["typo_b"]["alike"] != ""
    assert found["typo_a"]["TODO 2"] == "blocked"


def test_a_spreadsheet_works_nothing_out(toy, tmp_path):
    write(tmp_path, changed("right", submission="=1+1", students=[{"name": "@x", "id": "007"}]))
    assert run(tmp_path) == 0
    (row,) = rows(tmp_path).values()
    assert (row["submission"], row["student"], row["id"]) == ("'=1+1", "'@x", "'007")


def test_a_suspicion_of_the_clock_is_shown_to_the_staff_alone(toy, tmp_path):
    said = "from few rows to many, the CPU time of Softmax grows by 9.1 times"
    write(tmp_path, changed("right", suspicions=[said]))
    write(tmp_path, changed("renamed"))
    assert (run(tmp_path), run(tmp_path, "--anonymous")) == (0, 0)
    assert [row["suspicions"] for row in rows(tmp_path).values()] == ["", said]
    pages = ("cohort.html", "cohort-anonymous.html")
    assert [said in (tmp_path / name).read_text(encoding="utf-8") for name in pages] == [True, False]


def test_a_page_without_names_has_none_and_shows_no_mistake_of_few(toy, tmp_path):
    assert run(class_of(tmp_path, 80), "--anonymous") == 0
    assert not (tmp_path / "cohort.html").exists()
    page = (tmp_path / "cohort-anonymous.html").read_text(encoding="utf-8")
    assert [name for name in NAMES if f">{name}<" in page] == []
    assert "largest not subtracted" in page  # of four
    assert "dim ignored" not in page  # of two
    assert run(tmp_path) == 0
    page = (tmp_path / "cohort.html").read_text(encoding="utf-8")
    assert [name for name in NAMES if f">{name}<" not in page] == []
    assert "dim ignored" in page


def test_what_the_grader_writes_can_be_read(tmp_path):
    for name, grade in {"mina": MINA, "partial": PARTIAL, "unreadable": UNREADABLE, "hostile": HOSTILE}.items():
        write_reports(grade, tmp_path / name)
    hostile, mina, partial, unreadable = reports(tmp_path)
    assert (mina.points, mina.out_of, len(mina.rungs)) == (MINA.points, MINA.out_of, 10)
    assert "softmax before cross entropy" in mina.slips
    assert [rung.state for rung in mina.rungs][6] == "blocked"
    assert (partial.complete, unreadable.problem) == (False, UNREADABLE.problem)
    assert sum(len(rung.broken) for rung in hostile.rungs) > len(HOSTILE_TEXTS)


@pytest.mark.parametrize("told", ["{", "[]", "{}", '{"submission": 1}'])
def test_a_file_that_is_no_report_is_named(tmp_path, capsys, told):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/staff.json").write_text(told, encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        run(tmp_path)
    assert end.value.code == 2
    assert "a/staff.json is no report of this grader" in capsys.readouterr().err


def test_a_folder_without_reports_is_a_mistake_in_the_command(tmp_path, capsys):
    with pytest.raises(SystemExit):
        run(tmp_path)
    assert "no report is in the folders of" in capsys.readouterr().err


def test_three_thousand_reports_take_ten_seconds_at_most_and_are_counted_right(toy, tmp_path):
    class_of(tmp_path, 3000)
    started = time.process_time()
    assert run(tmp_path) == 0
    assert time.process_time() - started < 10
    cohort = Cohort.of(tmp_path)
    copies = 3000 // 40  # of each
    largest = {"slip_largest_not_subtracted", "both"}  # counted by hand among the forty
    rate = {"rate", "rate_b", "rate_c"}
    undone = {
        "skeleton",
        "returns_nothing",
        "loops",
        "syntax",
        "typo_a",
        "typo_b",
        "slip_sum_without_keepdim",
        "both",
        "junk",
    }
    (found,) = [each for each in cohort.named if each.shown.slip == "largest not subtracted"]
    assert {report.name.partition(" ")[0] for report in found.makers} == largest
    assert (found.many, cohort.unnamed[0].many) == (copies * len(largest), copies * len(rate))
    assert sum(report.points == 0 for report in cohort.reports) == copies * len(undone)
