"""pytest --todo 3 --todo 4 --impl=reference: what a run in which all holds prints."""

import re

import pytest
from pages import CLAIMS
from screen import ran, run, states

from spec.ladder import LADDER


@pytest.fixture(scope="module")
def finished():
    return run("--todo", "3", "--todo", "4", "--impl=reference", "-v")


def test_its_exit_status_is_0(finished):
    status, screen = finished
    assert status == 0, screen


def test_the_claims_of_the_todos_that_are_named_run_and_no_others(finished):
    _, screen = finished
    assert set(ran(screen)) == {name for name, file in CLAIMS.items() if file in ("test_3.py", "test_4.py")}
    todos = {todo.number for todo in LADDER}
    assert states(screen) == dict.fromkeys(todos, "not run") | {3: "done", 4: "done"}


def test_the_board_counts_claims_and_points(finished):
    _, screen = finished
    for number in (3, 4):
        held, planned, points = re.search(
            rf"^ +{number} \|.* done +\| +(\d+)/(\d+) \| +(\d+)/10", screen, re.M
        ).groups()
        assert held == planned and points == "10"
    assert "All claims that were run hold. The whole board:\n\n    pytest --impl=reference" in screen


def test_nothing_is_said_of_costs_where_nobody_asks(finished):
    _, screen = finished
    assert "of best" not in screen


def test_without_s_no_claim_shows_anything(finished):
    _, screen = finished
    assert "tensor operations" not in screen, "the race of TODO 3 shows them"


def test_a_todo_that_there_is_not_is_an_error_that_says_which_there_are():
    last = LADDER[-1].number
    status, screen = run("--todo", str(last + 1))
    assert status == 4
    assert f"--todo={last + 1}: there is no TODO {last + 1}; there are 1 to {last}" in screen
