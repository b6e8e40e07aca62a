"""pytest --hint: one step more each time that it is asked for, as long as the same claim is shown first."""

from types import SimpleNamespace

import pytest
from screen import TOY, run, states

from harness.plugin.hint import pytest_terminal_summary
from harness.plugin.ladder import RESULTS
from harness.tell.hints import hint_for
from harness.tell.results import Claim, Results

pytestmark = pytest.mark.usefixtures("toy")
FIRST, OTHER = "Softmax.__init__", "Regression.__init__"


class Cache:
    """pytest's, of which nothing is left."""

    def __init__(self):
        self.kept = {}

    def get(self, key, default):
        return self.kept.get(key, default)

    def set(self, key, value):
        self.kept[key] = value


def claim(todo, verdict, method=""):
    waits_for = (todo,) if verdict == "not started" else ()
    return Claim(todo, f"test_{todo}", "It holds.", verdict, 0.1, "0", waits_for=waits_for, about=method, planned=1)


class Session:
    """The ends of one run after another, with a memory between them or without."""

    def __init__(self, **memory):
        self.memory = memory

    def end(self, *claims, hint=True):
        """What is said of a hint at the end of a run that found these claims."""
        written = []
        options = {"--hint": hint, "--impl": "student"}
        config = SimpleNamespace(
            stash={RESULTS: Results.of(list(claims))}, getoption=options.get, rootpath=TOY, **self.memory
        )
        reporter = SimpleNamespace(_tw=SimpleNamespace(write=written.append, hasmarkup=False, fullwidth=80))
        ends = pytest_terminal_summary(reporter, config)
        next(ends)
        with pytest.raises(StopIteration):
            ends.send(None)
        return " ".join("".join(written).split())


OPEN = claim(1, "not started", FIRST)


@pytest.fixture
def session():
    return Session(cache=Cache())


def test_each_time_it_is_asked_for_there_is_one_step_more_up_to_the_last(session):
    steps = hint_for(FIRST).steps
    for known in (1, 2):
        shown = session.end(OPEN)
        assert shown.startswith(f"Hint {known} of 3; ask again for the next.")
        assert [" ".join(step.split()) in shown for step in steps] == [True] * known + [False] * (3 - known)
    for _ in range(2):
        assert session.end(OPEN).startswith("Hint 3 of 3; it is the last.")


def test_a_run_that_does_not_ask_shows_none_and_counts_for_nothing(session):
    assert session.end(OPEN).startswith("Hint 1 of 3")
    assert session.end(OPEN, hint=False) == ""
    assert session.end(OPEN).startswith("Hint 2 of 3")


def test_it_starts_anew_when_another_claim_is_shown(session):
    assert session.end(OPEN).startswith("Hint 1 of 3")
    session.end(claim(2, "not started", OTHER), hint=False)
    assert session.end(OPEN).startswith("Hint 1 of 3")


def test_without_a_cache_it_is_the_first_step_each_time():
    session = Session()
    for _ in range(2):
        assert session.end(OPEN).startswith("Hint 1 of 3")


def test_where_nothing_is_unfinished_it_says_so(session):
    assert session.end(claim(1, "held")) == "No hint: nothing that was run is unfinished."


def test_pytest_shows_a_step_about_the_first_claim_of_the_skeleton(tmp_path):
    _, screen = run("-q", "--hint", cwd=TOY, cache=tmp_path)
    assert "\nHint 1 of 3; ask again for the next.\n" in screen, screen
    assert " ".join(hint_for(FIRST).steps[0].split()) in " ".join(screen.split())
    assert states(screen)[2] == "not run", "for a hint no more is run than --next runs"


def test_a_claim_without_a_hint_is_said_to_have_none(session):
    assert session.end(claim(1, "broken")).startswith("No hint: the course has none on test_1.")
