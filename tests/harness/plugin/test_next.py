"""pytest --next: what it runs, and what it remembers."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from screen import TOY, ran, run

from harness.plugin.done import digests, record, still_done
from harness.plugin.next import pytest_configure
from harness.tell.board import so_far
from harness.tell.results import Claim, Results

pytestmark = pytest.mark.usefixtures("toy")


def rows(screen):
    """State and claims on the board, by TODO."""
    found = re.findall(r"^ +(\d+) \| [^|]+\| ([^|]+?) +\| *(\S*) +\|", screen, re.MULTILINE)
    return {int(number): (state, claims) for number, state, claims in found}


def test_it_ends_with_the_first_broken_claim_and_begins_there_the_next_time(folder, tmp_path):
    def up_next():
        return run("-v", "--next", f"--impl={attempt}", cwd=TOY, cache=tmp_path / "cache")

    attempt = folder([("regression", "torch.zeros(classes, features)", "torch.randn(classes, features)")])
    code, screen = up_next()
    assert code == 1
    assert rows(screen) == {1: ("done", "6/6"), 2: ("failing", "?/5")}
    broken = ran(screen)[-1]
    assert broken == "test_regression_starts_undecided"

    folder()
    code, screen = up_next()
    assert code == 0
    assert rows(screen)[1] == ("done", "6/6")
    assert len(ran(screen)) == 5 and ran(screen)[0] == broken

    code, screen = up_next()
    assert code == 0
    assert rows(screen) == {1: ("done", "6/6"), 2: ("done", "5/5")}
    assert ran(screen) == []


def test_later_todos_wait_for_the_first_unfinished_one(tmp_path):
    code, screen = run("--next", "--impl=student", cwd=TOY, cache=tmp_path)
    assert code == 1
    assert rows(screen) == {1: ("not started", "0/6"), 2: ("not run", "")}


def test_two_workers_are_refused():
    options = {"--next": True, "numprocesses": 2}
    with pytest.raises(pytest.UsageError, match="--next runs one claim after another: leave out -n"):
        pytest_configure(SimpleNamespace(getoption=lambda name, default=None: options.get(name, default)))


def test_a_verdict_rests_on_the_files_of_its_todo_and_of_those_before(folder):
    attempt, tests = folder(), TOY / "tests"
    before = digests(attempt, tests)

    def changed(file):
        (attempt / file).write_text("# other", encoding="utf-8")
        return {number for number, digest in digests(attempt, tests).items() if digest != before[number]}

    assert changed("regression.py") == {2}
    assert changed("softmax.py") == {1, 2}
    before = digests(attempt, tests)
    (attempt / "of_my_own.py").write_text("", encoding="utf-8")
    assert not set(digests(attempt, tests).items()) & set(before.items())


def test_it_rests_on_its_own_tests(folder, tmp_path):
    attempt, tests = folder(), tmp_path / "tests"
    tests.mkdir()
    before = digests(attempt, tests)
    (tests / "test_2.py").write_text("# another claim", encoding="utf-8")
    assert {number for number, digest in digests(attempt, tests).items() if digest != before[number]} == {2}


def claim(todo, verdict):
    return Claim(todo=todo, name="claim", sentence="", verdict=verdict, seconds=0.0, seed="0", planned=1)


def test_what_was_done_is_forgotten_when_it_breaks_or_its_files_change(toy):
    now = {todo.number: "same" for todo in toy.todos}
    kept = record(Results.of([claim(1, "held"), claim(2, "held")]), now, {})
    assert [claim.todo for claim in still_done(kept, now)] == [1, 2]
    kept = record(Results.of([replace(claim(1, "held"), planned=2)]), now, kept)
    assert [claim.todo for claim in still_done(kept, now)] == [1, 2], "of TODO 1, some claims were run, and hold"
    kept = record(Results.of([claim(2, "broken")]), now, kept)
    assert [claim.todo for claim in still_done(kept, now)] == [1]
    assert list(still_done(kept, now | {1: "other"})) == []


def test_a_todo_whose_claims_hold_so_far_is_running():
    held = replace(claim(1, "held"), planned=2)
    assert re.search(r"\| running +\| +1/2 \| +0/10\n", so_far(Results.of([held]), in_colour=False))
