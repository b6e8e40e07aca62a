"""pytest --todo 2 --impl=reference: what a run in which all holds prints."""

import re

import pytest
from screen import TOY, ran, run, states


@pytest.fixture(scope="module")
def finished():
    return run("--todo", "2", "--impl=reference", "-v", cwd=TOY)


def test_its_exit_status_is_0(finished):
    status, screen = finished
    assert status == 0, screen


def test_the_claims_of_the_todo_that_is_named_run_and_no_others(finished):
    _, screen = finished
    assert ran(screen) == re.findall(r"^def (test_\w+)", (TOY / "tests/test_2.py").read_text(encoding="utf-8"), re.M)
    assert states(screen) == {1: "not run", 2: "done"}


def test_the_board_counts_claims_and_points(finished):
    _, screen = finished
    assert re.search(r"^ +2 \|.* done +\| +(\d+)/\1 \| +10/10", screen, re.M), screen
    assert "All claims that were run hold. The whole board:\n\n    pytest --impl=reference" in screen


def test_nothing_is_said_of_costs_where_nobody_asks(finished):
    _, screen = finished
    assert "of best" not in screen


def test_a_todo_that_there_is_not_is_an_error_that_says_which_there_are():
    status, screen = run("--todo", "3", cwd=TOY)
    assert status == 4
    assert "--todo=3: there is no TODO 3; there are 1 to 2" in screen
