"""pytest --todo N."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*options):
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


def test_the_claims_of_the_todos_that_are_named_run_and_no_others():
    _, screen = run("--collect-only", "--todo", "3", "--todo", "7", "-k", "has_no_loop")
    assert set(re.findall(r"tests/test_\d+\.py::\w+", screen)) == {
        "tests/test_3.py::test_head_ver_2_has_no_loop",
        "tests/test_7.py::test_multi_head_ver_2_has_no_loop",
    }


def test_it_goes_with_two_workers_and_another_implementation():
    code, screen = run("--todo", "4", "--impl=reference", "-n", "2")
    assert code == 0
    assert re.search(r"4 \| Averaging by mask and softmax +\| done +\| +8/8 \| +10/10", screen)
    assert len(re.findall(r"\| not run ", screen)) == 9


def test_a_todo_that_there_is_not_is_an_error_that_says_which_there_are():
    code, screen = run("--todo", "11")
    assert code == 4
    assert "argument --todo: there is no TODO 11; there are 1 to 10" in screen
