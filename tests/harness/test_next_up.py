"""pytest --next: what it runs, and what it remembers."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from spec.board import so_far
from spec.finished import digests, record, still_done
from spec.ladder import LADDER
from spec.results import Claim, Results

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(tmp_path):
    """Runs pytest --next on two quick TODOs, with a memory of its own."""

    def run(*options):
        command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={tmp_path / 'cache'}", "-v", "--next"]
        done = subprocess.run(
            [*command, *options, "tests/test_3.py", "tests/test_4.py"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def rows(screen):
    """State and claims on the board, by TODO."""
    found = re.findall(r"^ +(\d+) \| [^|]+\| ([^|]+?) +\| *(\S*) +\|", screen, re.MULTILINE)
    return {int(number): (state, claims) for number, state, claims in found}


def ran(screen):
    return re.findall(r"::(\w+) [A-Z]+", screen)


def test_it_ends_with_the_first_broken_claim_and_begins_there_the_next_time(run, folder):
    attempt = folder([("head_v3", 'float("-inf")', "0.0"), ("head_v3", "wei.detach()", "wei.detach() * 1")])
    code, screen = run(f"--impl={attempt}")
    assert code == 1
    assert rows(screen)[3] == ("done", "8/8")
    assert rows(screen)[4] == ("failing", "?/8")
    broken = ran(screen)[-1]
    assert broken == "test_head_ver_3_never_looks_ahead"

    code, screen = run(f"--impl={attempt}")
    assert code == 1
    assert rows(screen)[3] == ("done", "8/8")
    assert ran(screen) == [broken]

    folder([])
    code, screen = run(f"--impl={attempt}")
    assert code == 0
    assert len(ran(screen)) == 8 and ran(screen)[0] == broken

    code, screen = run(f"--impl={attempt}")
    assert code == 0
    assert rows(screen)[3] == rows(screen)[4] == ("done", "8/8")
    assert ran(screen) == []


def test_later_todos_wait_for_the_first_unfinished_one(run):
    code, screen = run("--impl=student")
    assert code == 1
    assert rows(screen)[3] == ("not started", "0/8")
    assert rows(screen)[4] == ("not run", "")


def test_two_workers_are_refused(run):
    code, screen = run("-n", "2")
    assert code == 4
    assert "--next runs one claim after another: leave out -n" in screen


def test_a_verdict_rests_on_the_files_of_its_todo_and_of_those_before(folder):
    attempt, tests = folder(), ROOT / "tests"
    before = digests(attempt, tests)
    (attempt / "head_v4.py").write_text("# TODO 5")
    changed = {number for number, digest in digests(attempt, tests).items() if digest != before[number]}
    assert changed == {5, 6, 7, 8, 9, 10}
    (attempt / "of_my_own.py").write_text("")
    assert not set(digests(attempt, tests).items()) & set(before.items())


def test_it_rests_on_its_own_tests(folder, tmp_path):
    attempt, tests = folder(), tmp_path / "tests"
    tests.mkdir()
    before = digests(attempt, tests)
    (tests / "test_2.py").write_text("# another claim")
    assert {number for number, digest in digests(attempt, tests).items() if digest != before[number]} == {2}


def claim(todo, verdict):
    return Claim(todo=todo, name="claim", sentence="", verdict=verdict, seconds=0.0, seed="0", planned=1)


def test_what_was_done_is_forgotten_when_it_breaks_or_its_files_change():
    now = {todo.number: "same" for todo in LADDER}
    kept = record(Results.of([claim(1, "held"), claim(2, "held"), claim(3, "held")]), now, {})
    assert [claim.todo for claim in still_done(kept, now)] == [1, 2, 3]
    kept = record(Results.of([claim(2, "broken")]), now, kept)
    assert [claim.todo for claim in still_done(kept, now)] == [1, 3]
    assert [claim.todo for claim in still_done(kept, now | {1: "other"})] == [3]


def test_a_todo_whose_claims_hold_so_far_is_running():
    held = replace(claim(1, "held"), planned=2)
    assert re.search(r"\| running +\| +1/2 \| +0/10\n", so_far(Results.of([held]), in_colour=False))
