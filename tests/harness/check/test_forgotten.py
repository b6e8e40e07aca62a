"""Whatever a maintainer forgets, `check` names it with its file, its line and the remedy.

Each is forgotten in a copy of the toy course. A copy has several faults that do not meet, as a check takes seconds.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from screen import ROOT, TOY, run, states

from harness.check.texts import slips
from harness.check.trials import answers, strays
from harness.check.trials import slips as trials

FORGOTTEN = tomllib.loads(Path(__file__).with_name("forgotten.toml").read_text(encoding="utf-8"))
NUMBER = {"trials": "1"}  # of the TODO that is checked, where it is not 2


def checked(course, number):
    """The exit status of check, and what it prints."""
    words = ("--course", str(course), "check", number, "--jobs", "2")
    done = subprocess.run([sys.executable, "-m", "harness", *words], cwd=ROOT, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def edit(path, old="", new=None):
    if new is None:
        path.unlink()
        return
    path.parent.mkdir(exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    """Makes a copy of the toy in which something is forgotten, and checks it, once."""
    done = {}

    def check(name):
        if name not in done:
            copy = tmp_path_factory.mktemp(name) / "toy"
            shutil.copytree(TOY, copy, ignore=shutil.ignore_patterns("__pycache__"))
            for path, *change in (each for one in FORGOTTEN.values() if one["copy"] == name for each in one["edits"]):
                edit(copy / path, *change)
            done[name] = copy, *checked(copy, NUMBER.get(name, "2"))
        return done[name]

    return check


@pytest.mark.parametrize("name", FORGOTTEN)
def test_a_thing_that_is_forgotten_is_named_with_its_file_its_line_and_the_remedy(listed, name):
    one = FORGOTTEN[name]
    copy, status, said = listed(one["copy"])
    assert status == 1, said
    found = re.findall(rf"^{re.escape(one['file'])}:(\d+): (.*)\n    (.*)$", said, re.MULTILINE)
    fitting = [int(line) for line, what, remedy in found if one["what"] in what and one["remedy"] in remedy]
    assert fitting, said
    path = copy / one["file"]
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else [""]
    assert any(one["line"] in lines[line - 1] for line in fitting if lines), said


def test_nothing_else_is_named(listed):
    """Of what is read in the texts of one copy, each finding is one of those that were forgotten."""
    _, _, said = listed("texts")
    expected = [one for one in FORGOTTEN.values() if one["copy"] == "texts"]
    for file, what in re.findall(r"^(\S+):\d+: (.*)$", said, re.MULTILINE):
        assert any(one["file"] == file and one["what"] in what for one in expected), f"{file}: {what}"


def test_a_course_of_which_nothing_is_forgotten_is_complete():
    status, said = checked(TOY, "2")
    assert (status, said.splitlines()[0]) == (0, "TODO 2 is complete: nothing is missing or wrong.")
    assert "`prove slips` puts each slip to all claims" in said


def test_a_todo_that_the_ladder_lacks_is_named_with_the_line_of_the_ladder():
    status, said = checked(TOY, "3")
    assert status == 1
    assert re.search(r"ladder\.py:6: there is no TODO 3; there are 1 to 2\n    add its row", said), said


def test_a_claim_without_a_hint_does_not_crash_the_board(listed):
    copy, _, _ = listed("texts")
    status, screen = run("--hint", "--todo", "2", cwd=copy, PYTHONPATH=str(ROOT))
    assert states(screen)[2] == "not started", screen
    assert status == 1
    assert "INTERNALERROR" not in screen


def test_claims_that_take_too_long_are_named(toy, monkeypatch):
    monkeypatch.setattr(answers, "MOST_SECONDS", 0.001)
    (found,) = answers.Held(toy.todo(2), 0).findings
    assert re.search(r"tests/test_2\.py:1: its claims take \d+\.\d seconds of CPU time", found.told(toy.root))
    assert "max_examples" in found.remedy


def test_no_mistake_is_tried_in_a_second_way_before_each_is_tried_in_one(toy):
    held, bank = answers.Held(toy.todo(1), 0), slips.sound(toy.todo(1))
    mistakes = {slip.title for slip in bank}
    assert len(mistakes) < len(bank)
    tried = trials.caught(bank, held, len(mistakes), seed=0, processes=1)
    assert sorted(row.slip.title for row in tried.slips) == sorted(mistakes)


def test_a_stand_in_that_is_wrong_is_named_by_a_claim_that_needs_it(toy, monkeypatch):
    from toy.stand_ins.softmax import Softmax

    held, bank = answers.Held(toy.todo(1), 0), slips.sound(toy.todo(1))
    assert list(strays.findings(bank, held, 0, 1)) == []
    monkeypatch.setattr(Softmax, "forward", lambda self, x: x)
    (found,) = strays.findings(bank, held, 0, 1)
    assert found.file == toy.root / "tests/test_2.py"
    assert "does not hold for the answers over stand-ins" in found.what
