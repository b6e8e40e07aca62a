"""A cohort of the second course, through the whole grader, which is killed: each has the grade that it has alone."""

import pytest
from screen import TOY

from harness.__main__ import main


@pytest.mark.sandbox
def test_a_cohort_whose_grader_is_killed_loses_and_doubles_no_grade(toy, tmp_path, capsys):
    words = ("prove", "cohort", "10", "--out", str(tmp_path / "trial"), "--workers", "0", "--todo", "1")
    assert main(["--course", str(TOY), *words]) == 0, (tmp_path / "trial/driver.log").read_text(encoding="utf-8")
    said = capsys.readouterr().out
    assert "10 of 10 submissions have their one grade" in said
    assert "the driver is killed: 2" in said
