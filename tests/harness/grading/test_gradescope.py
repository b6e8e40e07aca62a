"""The autograder that Gradescope is given, in a folder laid out as Gradescope lays it out."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

import pytest
import torch
from grades import OUT_OF

from spec.ladder import LADDER

ROOT = Path(__file__).parents[3]
SECRET = "grades of an earlier submission"


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    path = tmp_path_factory.mktemp("dist") / "autograder.zip"
    subprocess.run([sys.executable, ROOT / "integrations/gradescope/build.py", path], check=True)
    return path


@pytest.fixture
def autograder(packed):
    """What Gradescope makes of the zip; this Python stands for what setup.sh installs."""
    with tempfile.TemporaryDirectory() as made:  # pytest's own folders are closed to others, whatever is in them
        home = Path(made)
        home.chmod(0o755)
        subprocess.run(["unzip", "-q", packed, "-d", home / "source"], check=True)
        (home / "source/.tox").mkdir()
        (home / "source/.tox/grade").symlink_to(sys.prefix)
        shutil.copy(home / "source/run_autograder", home)
        (home / "submission_metadata.json").write_text(json.dumps({"previous_submissions": SECRET}), encoding="utf-8")
        for folder in ("submission", "results"):
            (home / folder).mkdir()
        yield home


@pytest.fixture
def graded(autograder):
    """Hands in files, grades them, and gives the exit status and results.json."""

    def grade(sources, *options):
        for name, text in sources.items():
            (autograder / "submission" / name).write_text(text, encoding="utf-8")
        command = [autograder / "run_autograder", *options]
        environment = os.environ | {"AUTOGRADER": str(autograder)}
        with (autograder / "results/stdout").open("w") as stdout:  # which Gradescope shows to the staff alone
            ran = subprocess.run(command, env=environment, stdout=stdout, check=False)
        return ran.returncode, json.loads((autograder / "results/results.json").read_text(encoding="utf-8"))

    return grade


def answers():
    return {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "reference").glob("*.py")}


def test_the_same_files_give_the_same_zip(packed, tmp_path):
    again = tmp_path / "again.zip"
    subprocess.run([sys.executable, ROOT / "integrations/gradescope/build.py", again], check=True)
    assert again.read_bytes() == packed.read_bytes()


def test_the_zip_holds_the_grader_and_nothing_else(packed):
    names = ZipFile(packed).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {
        *("setup.sh", "run_autograder", "constraints.txt", "pyproject.toml", "pytest.ini", "tox.ini"),
        *("harness", "reference", "spec", "tests"),
    }
    assert {name for name in names if name.startswith("tests/")} == {f"tests/test_{t.number}.py" for t in LADDER}
    assert not any("__pycache__" in name or name.endswith(".svg") for name in names)


@pytest.mark.sandbox
def test_a_right_answer_has_all_points(graded):
    status, results = graded(answers(), "--todo", "3", "--todo", "9")  # one races, one trains
    assert (status, results["score"]) == (0, 20)
    assert [test["score"] for test in results["tests"] if "score" in test] == [10, 10]


@pytest.mark.sandbox
def test_a_broken_file_costs_its_own_todo(graded, autograder):
    broken = answers() | {"head_v2.py": "class HeadVer2(:\n"}
    status, results = graded(broken, "--todo", "2", "--todo", "3", "--seed", "77777777")
    assert (status, results["score"]) == (0, 10)
    assert "77777777" in (autograder / "results/stdout").read_text(encoding="utf-8")
    assert "77777777" not in json.dumps(results)
    whole = {test["number"]: test["status"] for test in results["tests"] if "score" in test}
    assert (whole["2"], whole["3"]) == ("passed", "failed")


@pytest.mark.sandbox
def test_what_cannot_be_read_has_no_points_and_is_told_why(graded):
    status, results = graded({"essay.txt": "My model is in the cloud."})
    assert (status, results["score"]) == (0, 0)
    assert results["output"].startswith(f"0 of {OUT_OF} points.\nNothing could be graded: No file of the course")


@pytest.mark.sandbox
@pytest.mark.parametrize("options", [("--no-such-option",), ("--isolation", "full", "--without", "seccomp")])
def test_where_the_grader_fails_nobody_is_given_a_grade(graded, options):
    assert_not_graded(*graded(answers(), *options))


def assert_not_graded(status, results):
    """Gradescope shows its words only beside a score or tests: these are no grade, and say so first."""
    assert status != 0
    assert results["output"].startswith("Not graded. The grader failed")
    assert (results["score"], results["tests"][0]["max_score"]) == (0, 0)


DYING = """
import os, signal
from hypothesis import given, strategies as st


@given(x=st.none())
def test_it(impl, x):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.sandbox
def test_a_grader_that_dies_half_way_gives_no_grade(graded, autograder):
    (autograder / "source/tests/test_3.py").write_text(DYING, encoding="utf-8")
    assert_not_graded(*graded(answers(), "--todo", "2", "--todo", "3"))
    kept = json.loads((autograder / "reports/submission/results.json").read_text(encoding="utf-8"))
    assert kept["output"].startswith("10 of 20 points.\nNot complete"), "what was found out is kept"


@pytest.mark.sandbox
@pytest.mark.parametrize("without", [(), ("bubblewrap", "Landlock")])
def test_what_lies_beside_a_submission_is_closed_to_it(graded, autograder, without):
    if without and not is_closed_to_others():
        pytest.skip("without Landlock, only what root owns can be closed, and Python must be open to all")
    beside = ("submission_metadata.json", "source/reference/head_v2.py", "source/tests/test_3.py")
    peeping = f"""
def peep(place):
    try:
        return open({str(autograder)!r} + "/" + place).read()
    except OSError:
        return "closed"


raise ValueError([peep(place) for place in {(*beside, "submission/head_v2.py", "results/results.json")}])
"""
    options = [word for layer in without for word in ("--without", layer)]
    status, results = graded(answers() | {"head_v2.py": peeping}, "--todo", "3", *options)
    assert (status, results["score"]) == (0, 0)
    assert str(["closed"] * 5) in results["tests"][5]["output"]


def is_closed_to_others():
    """Whether root's files can be closed to a worker that has become nobody, and Python's own can be read by it."""
    if os.getuid() != 0:
        return False
    return all(
        subprocess.run(["test", "-r", module.__file__], user="nobody", cwd="/", check=False).returncode == 0
        for module in (os, torch)
    )
