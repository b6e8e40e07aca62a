"""It is decided once what is to be graded: what has its grade keeps it, and what has none gets one."""

import os
from dataclasses import replace

import pytest
from reports import report

from harness.grading.shards.decide import EARLIER, Asked, decide
from harness.grading.shards.manifest import NAME, Manifest, Settings


@pytest.fixture
def asked(tmp_path):
    """What a command over three submissions asks for."""
    for name in "abc":
        (tmp_path / name).mkdir()
        (tmp_path / name / "gpt_v1.py").write_text(f"# {name}", encoding="utf-8")
    (tmp_path / "out").mkdir()
    return Asked([tmp_path / name for name in "abc"], tmp_path / "out", (1, 2), "v1", Settings())


def graded(asked, names="abc", **how):
    """Decides, and grades those of these names that are to be graded."""
    decided = decide(asked)
    for name in names:
        if name in decided.to_do:
            report(asked.out, decided.to_do[name], **how)
    return decided


def ended(asked, decided):
    replace(decided.manifest, again="").write(asked.out)


def test_all_are_to_be_graded_with_one_seed(asked):
    decided = decide(asked)
    assert list(decided.to_do) == list(decided.tasks) == ["a", "b", "c"]
    assert {task.seed for task in decided.tasks.values()} == {decided.manifest.seed}


def test_the_manifest_reads_as_it_was_written_and_nobody_else_may_read_it(asked):
    decided = decide(replace(asked, paths=[*asked.paths, asked.out.parent / "caf\udce9"]))
    assert Manifest.read(asked.out) == decided.manifest
    assert os.stat(asked.out / NAME).st_mode & 0o777 == 0o600


def test_a_run_that_was_broken_off_goes_on_with_its_seed(asked):
    first = graded(asked, "b")
    second = decide(asked)
    assert list(second.to_do) == ["a", "c"]
    assert second.tasks == first.tasks


@pytest.mark.parametrize("how", [{"complete": False}, {"seed": 7}])
def test_a_report_that_is_not_whole_or_of_another_seed_is_no_grade(asked, how):
    graded(asked, "ab")
    report(asked.out, decide(asked).tasks["a"], **how)
    assert list(decide(asked).to_do) == ["a", "c"]


def test_another_submission_has_draws_that_no_earlier_one_has_seen(asked):
    first = graded(replace(asked, paths=asked.paths[:2]))
    second = decide(asked)
    assert list(second.to_do) == ["c"]
    assert second.to_do["c"].seed != first.manifest.seed
    assert second.tasks["a"] == first.tasks["a"]


def test_what_has_changed_keeps_its_grade_until_it_is_asked_for_again(asked):
    graded(asked)
    (asked.paths[1] / "gpt_v1.py").write_text("# changed", encoding="utf-8")
    kept = decide(asked)
    assert (list(kept.to_do), kept.stale) == ([], 1)
    assert list(decide(replace(asked, again="changed")).to_do) == ["b"]


def test_another_version_of_the_grader_has_changed_all(asked):
    graded(asked)
    newer = replace(asked, version="v2")
    assert decide(newer).stale == 3
    assert list(decide(replace(newer, again="changed")).to_do) == ["a", "b", "c"]


def test_again_names_what_is_graded_anew(asked):
    graded(asked, "ac")
    graded(asked, "b", points=10)
    assert list(decide(replace(asked, again="failed")).to_do) == ["b"]


def test_again_after_a_run_that_was_broken_off_is_a_new_run(asked):
    first = graded(asked, "b", points=10)
    second = decide(replace(asked, again="failed"))
    assert list(second.to_do) == ["a", "b", "c"]
    assert {task.seed for task in second.to_do.values()} == {second.manifest.seed} != {first.manifest.seed}


def test_again_all_draws_anew_and_goes_on_where_it_was(asked):
    first = graded(asked)
    again = replace(asked, again="all")
    second = graded(again, "a")
    assert (list(second.to_do), second.manifest.seed != first.manifest.seed) == (["a", "b", "c"], True)
    assert list(decide(again).to_do) == list(decide(asked).to_do) == ["b", "c"]
    ended(asked, graded(asked))
    assert list(decide(again).to_do) == ["a", "b", "c"]


def test_the_same_seed_again_is_graded_again(asked):
    seeded = replace(asked, seed=5)
    graded(seeded)
    assert list(decide(seeded).to_do) == []
    assert list(decide(replace(seeded, again="all")).to_do) == ["a", "b", "c"]


@pytest.mark.parametrize("other", [{"seed": 5}, {"todos": (1,)}])
def test_another_seed_and_other_todos_are_another_grade(asked, other):
    graded(replace(asked, seed=4))
    assert list(decide(replace(asked, **other)).to_do) == ["a", "b", "c"]


def test_the_grade_before_is_kept_for_comparison_until_the_next_run(asked):
    ended(asked, graded(asked))
    again = decide(replace(asked, paths=asked.paths[:1], again="all"))
    assert (asked.out / "a" / EARLIER).exists() and not (asked.out / "a/staff.json").exists()
    report(asked.out, again.tasks["a"])
    ended(asked, again)
    decide(asked)
    assert not (asked.out / "a" / EARLIER).exists()


def test_a_command_about_some_leaves_the_others_in_the_manifest(asked):
    graded(asked)
    one = decide(replace(asked, paths=asked.paths[1:2], again="all"))
    assert list(one.tasks) == ["b"]
    assert list(Manifest.read(asked.out).tasks) == ["a", "b", "c"]
