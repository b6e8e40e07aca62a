"""What the kill matrix complains about, and the bound that runs without a failure prove."""

import io
import math
import re
from dataclasses import replace

import pytest
from rich.console import Console

from harness.judge.slips import Slip
from harness.proof.right.flaky import upper_bound
from harness.proof.slips.matrix import Cell, Matrix, Row
from harness.proof.slips.picture import draw
from harness.proof.slips.table import show
from harness.proof.trial import Found
from spec.ladder import LADDER


def found(claim, verdict, drawn=3):
    return Found(claim, verdict, "because", drawn)


def slip(class_name="HeadVer2"):
    return Slip("slow", class_name, "value", "M.", "H?", (("a", "b"),))


HELD, CAUGHT = Cell((found("test_mean", "held"),)), Cell((found("test_mean", "broken"),))
BLOCKED, OPEN = Cell((found("test_mean", "blocked"),)), Cell((found("test_mean", "not started"),))
UNTOUCHED = {todo.number: Cell(None) for todo in LADDER}
GOOD = Matrix(
    answers=Row("the answers", None, UNTOUCHED | {3: HELD}),
    skeleton=Row("the skeleton", None, UNTOUCHED | {3: OPEN}),
    slips=(Row("HeadVer2: slow", slip(), UNTOUCHED | {3: CAUGHT, 5: HELD, 7: BLOCKED}),),
    claims={3: ("test_mean",)},
    whole=True,
)


def test_a_full_diagonal_has_no_complaints():
    assert list(GOOD.complaints()) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"answers": Row("the answers", None, {3: CAUGHT})}, "the answers fail test_mean: because"),
        ({"skeleton": Row("the skeleton", None, {3: CAUGHT})}, "the skeleton is caught, expected not started"),
        ({"slips": (Row("s", slip(), {3: HELD}),)}, "s: it survives"),
        ({"slips": (Row("s", slip(), {3: BLOCKED}),)}, "s: it survives"),
        ({"slips": (Row("s", slip(), {3: CAUGHT, 4: CAUGHT}),)}, "s: TODO 4 catches it too, by test_mean"),
        ({"slips": (Row("s", slip(), {3: CAUGHT, 4: OPEN}),)}, "s: TODO 4 catches it too, by test_mean"),
        ({"claims": {3: ("test_mean", "test_idle")}}, "test_idle catches no slip"),
    ],
)
def test_each_fault_is_complained_about(change, words):
    assert any(words in complaint for complaint in replace(GOOD, **change).complaints())


def test_a_slip_that_is_called_by_another_name_is_complained_about():
    other = replace(slip(), name="another")
    cell = Cell((found("test_mean", "broken"), replace(found("test_sum", "broken"), slip=other)))
    row = Row("s", slip(), UNTOUCHED | {3: cell})
    assert row.called is None, "the first claim that breaks has the say on the board"
    assert "s: test_sum calls it another" in replace(GOOD, slips=(row,)).complaints()


def test_the_diagonal_alone_says_nothing_about_idle_claims():
    assert list(replace(GOOD, claims={3: ("test_mean", "test_idle")}, whole=False).complaints()) == []


def test_the_quickest_claim_counts():
    cell = Cell((found("a", "broken", 9), found("b", "held", 1), found("c", "broken", 4)))
    row = Row("s", slip(), {3: cell})
    assert (row.drawn, row.caught_by) == (4, {"a", "c"})


def test_no_failure_in_n_runs_bounds_the_rate_by_three_in_n():
    assert upper_bound(0, 3000) == pytest.approx(1 - 0.05 ** (1 / 3000), rel=1e-9)
    assert upper_bound(0, 3000) == pytest.approx(3 / 3000, rel=0.01)


@pytest.mark.parametrize(("failures", "runs"), [(1, 20), (3, 50), (10, 200)])
def test_the_bound_is_where_so_few_failures_have_a_chance_of_five_percent(failures, runs):
    p = upper_bound(failures, runs)
    chance = sum(math.comb(runs, k) * p**k * (1 - p) ** (runs - k) for k in range(failures + 1))
    assert chance == pytest.approx(0.05, rel=1e-6)


def test_if_all_fail_nothing_is_bounded():
    assert upper_bound(4, 4) == 1.0


def test_the_table_shows_a_line_for_each_slip_and_the_sums():
    console = Console(file=io.StringIO(), width=80)
    show(GOOD, console)
    text = console.file.getvalue()
    assert re.search(r"HeadVer2: slow +value +#\S* *", text)
    assert "1 of 1 slips are caught by their own TODO." in text
    assert "0 marks are off the diagonal; 1 of 1 claims catch a slip." in text
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 80


def test_a_complaint_is_shown():
    console = Console(file=io.StringIO(), width=200)
    show(replace(GOOD, slips=(Row("s", slip(), UNTOUCHED | {3: HELD}),)), console)
    assert "s: it survives" in console.file.getvalue()


def test_the_picture_is_the_same_for_the_same_matrix(tmp_path):
    draw(GOOD, tmp_path / "one.svg")
    draw(GOOD, tmp_path / "other.svg")
    picture = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert picture == (tmp_path / "other.svg").read_text(encoding="utf-8")
    assert "1 slips" in picture or "<use" in picture
