"""What the kill matrix complains about, and the bound that runs without a failure prove."""

import math
from dataclasses import replace

import pytest

from proof.flaky import upper_bound
from proof.matrix import Cell, Matrix, Row
from proof.trial import Found
from spec.slips import Slip


def found(claim, verdict, drawn=3):
    return Found(claim, verdict, "because", drawn, 0.0)


def slip(class_name="HeadVer2"):
    return Slip("slow", class_name, "value", "M.", "H?", (("a", "b"),))


HELD, CAUGHT = Cell((found("test_mean", "held"),)), Cell((found("test_mean", "broken"),))
BLOCKED, OPEN = Cell((found("test_mean", "blocked"),)), Cell((found("test_mean", "not started"),))
UNTOUCHED = Cell(None)
GOOD = Matrix(
    answers=Row("the answers", None, {3: HELD}),
    skeleton=Row("the skeleton", None, {3: OPEN}),
    slips=(Row("HeadVer2: slow", slip(), {3: CAUGHT, 4: UNTOUCHED, 5: HELD, 7: BLOCKED}),),
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
