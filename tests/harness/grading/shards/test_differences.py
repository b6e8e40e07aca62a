"""A grade that has become another one is shown with the claim and the case."""

from pathlib import Path

from reports import report

from harness.grading.shards.decide import EARLIER
from harness.grading.shards.differences import differences
from harness.grading.shards.manifest import Task

TASK = Task(Path("/in/mina"), "mina", "d", "v", 1, (1,))


def again(out, before, after):
    report(out, TASK, **before)
    (out / "mina/staff.json").replace(out / "mina" / EARLIER)
    report(out, TASK, **after)
    return list(differences([TASK], out))


def test_a_claim_that_is_broken_now_is_shown_with_its_case(tmp_path):
    (said,) = again(tmp_path, {}, {"points": 10, "verdict": "broken"})
    assert said.splitlines() == [
        "mina: 20 -> 10 of 20 points",
        "  TODO 1, test_it: held -> broken. It holds.",
        "    off",
        "    print()",
    ]


def test_other_points_alone_are_a_difference_too(tmp_path):
    assert again(tmp_path, {}, {"points": 15}) == ["mina: 20 -> 15 of 20 points"]


def test_the_same_grade_is_no_difference_nor_is_one_that_is_not_whole(tmp_path):
    assert again(tmp_path, {}, {}) == []
    assert again(tmp_path, {}, {"complete": False, "points": 0}) == []
