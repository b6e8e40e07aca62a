"""A points policy: what is earned, what being late costs, and what is said of a file that holds none."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from grades import DONE, MINA, UNREADABLE

from harness.grading.policy import DEFAULT, BadPolicy, policy
from harness.grading.reports.all import write

DUE = datetime(2026, 10, 1, 23, 59, tzinfo=UTC)
LATE = """[late]
due = 2026-10-01T23:59:00+00:00
grace_minutes = 10
factors = [[24, 0.9], [48, 0.75]]
after = 0.5
"""


@pytest.fixture
def read(tmp_path):
    def parse(text):
        path = tmp_path / "policy.toml"
        path.write_text(text, encoding="utf-8")
        return policy(path)

    return parse


def rung(grade, number):
    return next(rung for rung in grade.results.rungs if rung.todo.number == number)


def test_without_one_a_todo_has_all_of_its_points_or_none(read):
    assert policy(None) == read("") == DEFAULT
    assert [DEFAULT.earned(each) for each in MINA.results.rungs] == [each.points for each in MINA.results.rungs]


def test_a_course_may_have_its_own(toy, monkeypatch, tmp_path):
    (tmp_path / "policy.toml").write_text('rule = "share"\n', encoding="utf-8")
    monkeypatch.setitem(vars(toy), "home", tmp_path)
    assert policy(None).rule == "share"


def test_points_may_be_shared_out_to_the_claims_that_hold(read):
    shared = read('rule = "share"\n[points]\n1 = 25')
    first = rung(MINA, 1)
    assert 0 < first.held < first.planned
    assert shared.earned(first) == round(25 * first.held / first.planned, 2)
    assert shared.earned(rung(DONE, 1)) == 25
    assert sum(map(shared.earned, DONE.results.rungs)) == replace(DONE, policy=shared).out_of == 115
    assert replace(UNREADABLE, policy=shared).out_of == 115


def test_a_todo_that_was_only_begun_shares_its_points_by_all_of_its_claims(read):
    first = rung(DONE, 1)
    begun = replace(first, claims=first.claims[:3], state="not run")
    assert read('rule = "share"').earned(begun) == round(10 * 3 / first.planned, 2)


@pytest.mark.parametrize(
    ("hours", "factor"),
    [(-100, 1), (0, 1), (0.16, 1), (0.17, 0.9), (24, 0.9), (24.1, 0.75), (48, 0.75), (49, 0.5), (9999, 0.5)],
)
def test_what_comes_late_is_worth_less(read, hours, factor):
    grade = replace(DONE, policy=read(LATE), handed_in=DUE + timedelta(hours=hours))
    assert (grade.factor, grade.points, grade.before_late) == (factor, 100 * factor, 100)


def test_a_time_without_a_zone_is_in_that_of_the_deadline(read):
    grade = replace(DONE, policy=read(LATE.replace("+00:00", "+09:00")), handed_in=datetime(2026, 10, 2, 1, 0))
    assert grade.factor == 0.9


def test_what_came_at_an_unknown_time_came_in_time(read):
    assert replace(DONE, policy=read(LATE)).factor == 1


def test_every_report_with_points_tells_the_policy_and_what_was_lost(read, tmp_path):
    grade = replace(DONE, policy=read(f'rule = "share"\n{LATE}'), handed_in=DUE + timedelta(hours=30))
    write(grade, tmp_path / "out")
    for name in ("report.html", "summary.md", "results.json", "staff.json", "junit.xml", "grade.csv"):
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert "by the share of its claims that hold" in text, name
        assert "Up to 48 hours late, points are multiplied by 0.75." in text, name
        assert ("Handed in 30.0 hours late: 100 points are multiplied by 0.75." in text) == (name != "grade.csv"), name
    staff = json.loads((tmp_path / "out/staff.json").read_text(encoding="utf-8"))
    assert (staff["points"], staff["factor"]) == (75, 0.75)
    assert json.loads((tmp_path / "out/result.json").read_text(encoding="utf-8"))["score"] == 75


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x", "is no TOML"),
        ("rul = 1", "there is no key rul; there are rule, points, late"),
        ('rule = "some"', "there is no rule 'some'; there are all, share"),
        ("points = 3", "points is no table"),
        ("[points]\n99 = 3", "points are given to TODO 99; there are 1 to 10"),
        ("[points]\nx = 3", "points are given to TODO x"),
        ("[points]\n3 = -1", "the points of TODO 3: -1 is no number from 0 on"),
        ("[points]\n3 = true", "True is no number"),
        ("[points]\n3 = inf", "inf is no number"),
        ("[points]\n3 = nan", "nan is no number"),
        ("[late]", "late.due is no time with an offset"),
        ("[late]\ndue = 2026-10-01T23:59:00", "late.due is no time with an offset"),
        ('[late]\ndue = "tomorrow"', "late.due is no time with an offset"),
        ("[late]\ndu = 1", "there is no key du of [late]"),
        (LATE.replace("0.9", "1.1"), "1.1 is more than 1"),
        (LATE.replace("[24, 0.9]", "[24]"), "late.factors is no list of pairs"),
        (LATE.replace("[24, 0.9]", "[72, 0.9]"), "late.factors has hours that do not grow"),
        (LATE.replace("= 10", '= "10"'), "late.grace_minutes: '10' is no number"),
    ],
)
def test_a_file_that_is_no_policy_says_what_is_wrong(read, text, said):
    with pytest.raises(BadPolicy) as caught:
        read(text)
    assert said in str(caught.value)
    assert "policy.toml" in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadPolicy, match=r"missing\.toml: No such file"):
        policy(tmp_path / "missing.toml")
