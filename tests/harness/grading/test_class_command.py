"""python -m harness grade over a whole class: a bulk export, a roster, a policy, and a table to give back."""

import csv
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

import pytest

from harness.grading import arguments

ROOT = Path(__file__).parents[3]
ANSWER = (ROOT / "reference/head_v2.py").read_text(encoding="utf-8")
POLICY = "[points]\n3 = 20\n[late]\ndue = 2026-10-01T23:59:00+00:00\nfactors = [[24, 0.5]]\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with an export of Moodle, a roster, a policy and times."""
    for folder in ("Mina Kim_21_assignsubmission_file_", "Jae Lee_22_assignsubmission_file_"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "head_v2.py").write_text(ANSWER, encoding="utf-8")
    roster = "Identifier,Full name,Email address\n21,Mina,m@u\n22,Jae,j@u\n23,A\x1b[2Jna,a@u\n"
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    times = "email,time\nj@u,2026-10-02T12:00:00Z\na@u,\n"
    (tmp_path / "times.csv").write_text(times, encoding="utf-8")
    (tmp_path / "policy.toml").write_text(POLICY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(path):
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def test_an_export_is_graded_by_its_policy_and_given_back(place):
    files = ("--roster", "roster.csv", "--policy", "policy.toml", "--times", "times.csv")
    words = ("in", "--out", "out", "--todo", "3", *files, "--format", "moodle")
    command = [sys.executable, ROOT / "tests/harness/fake_grader.py", *words]
    done = subprocess.run(command, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True)
    assert (
        "This is a bulk export of Moodle, with 2 submissions.\n1 of the roster handed in nothing: A\\x1b[2Jna.\n"
        in done.stdout
    )
    jae, mina = read(place / "out/grade.csv")
    assert [(row["student"], row["id"], row["points"], row["out of"]) for row in (mina, jae)] == [
        ("Mina", "'21", "20", "20"),
        ("Jae", "'22", "10", "20"),
    ]
    given = [(row["Identifier"], row["Grade"]) for row in read(place / "out/moodle.csv")]
    assert given == [("Participant 21", "20"), ("Participant 22", "10")]


@pytest.mark.parametrize("words", ["--policy roster.csv", "--roster policy.toml", "--times roster.csv", "--format csv"])
def test_a_file_that_is_none_of_its_kind_is_a_mistake_in_the_command(place, capsys, words):
    with pytest.raises(SystemExit) as end:
        arguments.arguments(ArgumentParser(), ["in", "--out", "out", *words.split()])
    assert end.value.code == 2
    assert words.split()[1] in capsys.readouterr().err.splitlines()[-1]


def test_of_several_folders_none_is_taken_for_an_export(place):
    (place / "other").mkdir()
    asked = arguments.arguments(ArgumentParser(), ["in", "other", "--out", "out"])
    assert [path.name for path in asked.paths] == ["in", "other"]
    assert len(arguments.arguments(ArgumentParser(), ["in", "--out", "out"]).paths) == 2
