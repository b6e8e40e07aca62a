"""The claims about cost behave as pytest-benchmark's users expect, and no other machine's clock decides."""

import json
import re

import pytest
from screen import run

from harness.compare.regressions import Regressions

pytestmark = pytest.mark.clock

OF_COST = ("-q", "-k", "expensive or loop or faster or costs")
SHOWING = ("--benchmark-only", "--benchmark-quiet")
LOOP, RACE = (f"tests/test_3.py::test_head_ver_2_{name}" for name in ("has_no_loop", "is_faster_than_ver_1"))
EQUALLY = "tests/test_7.py::test_multi_head_ver_2_and_multi_head_ver_1_are_equally_expensive"
ATTENTION = "tests/test_5.py::test_head_ver_4_costs_what_attention_costs"
SLOWED = "for _ in range(60): x = x * 1.0\n        B, T, C = x.shape"


@pytest.fixture(scope="module")
def storage(tmp_path_factory):
    return tmp_path_factory.mktemp("saved")


@pytest.fixture(scope="module")
def saved(storage):
    """All claims about cost over the answers, shown and saved."""
    return run(*OF_COST, *SHOWING, "--impl=reference", "--benchmark-autosave", f"--benchmark-storage=file://{storage}")


def test_what_was_measured_is_saved(saved, storage):
    status, screen = saved
    assert status == 0, screen
    (written,) = storage.rglob("*.json")
    infos = [one["extra_info"] for one in json.loads(written.read_text(encoding="utf-8"))["benchmarks"]]
    assert infos
    assert all({"flops", "operations", "ratio", "ratio_low", "ratio_high"} <= info.keys() for info in infos)


def test_the_table_has_a_line_for_each_claim_and_the_limit(saved):
    _, screen = saved
    lines = [line for line in screen.splitlines() if " ms |" in line]
    assert f"{len(lines) - 1} passed" in screen
    assert any(line.startswith("(limit)") for line in lines)
    assert re.search(r"multi-head \| MultiHeadVer2 +\| MultiHeadVer1 \| 1,179,648 \|", screen)


def compared(storage, *options):
    """The groups that are told to have become slower than what was saved."""
    status, screen = run("-q", "--benchmark-compare", f"--benchmark-storage=file://{storage}", *options)
    groups = set(re.findall(r"group (\S+): \S+ is", screen))
    assert status == (1 if groups else 0), screen
    return groups, screen


def test_the_same_answers_have_not_become_slower(saved, storage):
    assert compared(storage, "--impl=reference", LOOP)[0] == set()


def test_a_slowed_version_fails_its_group_and_no_other(saved, storage, folder):
    slowed = folder([("multi_head_v2", "B, T, C = x.shape", SLOWED)])
    groups, screen = compared(storage, f"--impl={slowed}", LOOP, EQUALLY)
    assert groups == {"multi-head"}, screen
    assert "times as fast as MultiHeadVer2, and was" in screen


def test_the_header_speaks_of_benchmarks_only_where_they_are_asked_for(saved):
    _, shown = run("--impl=reference", *SHOWING, LOOP)
    _, usual = run("--impl=reference", LOOP)
    assert "benchmark: " in shown
    assert "benchmark: " not in usual
    assert "implementation: " in usual


def test_skipping_benchmarks_skips_the_clock_and_not_the_counts():
    status, screen = run("-q", "--impl=reference", "--benchmark-skip", LOOP, RACE)
    assert status == 0
    assert "1 passed, 1 skipped" in screen


@pytest.mark.parametrize("options", [("-n", "2"), ("-p", "no:benchmark")], ids=" ".join)
def test_by_two_workers_and_without_the_plugin_the_claims_are_run_and_nothing_is_shown(options):
    status, screen = run("-q", "--impl=reference", "-W", "error", *options, LOOP, RACE)
    assert status == 0, screen
    assert "2 passed" in screen
    assert "of best" not in screen
    assert "tensor operations" not in screen, "the race shows them with -s alone"


def test_a_wrong_answer_is_judged_and_not_shown(folder):
    wrong = folder([("head_v4", "/ D**0.5", "/ C**0.5"), ("head_v4", "return wei @ v", "return 2 * wei @ v")])
    _, screen = run("-q", *SHOWING, "-W", "error", f"--impl={wrong}", LOOP, ATTENTION)
    assert "1 failed, 1 passed" in screen, screen
    assert "| HeadVer2 " in screen
    assert "| HeadVer4 " not in screen


def benchmark(ratio, group="head", name="test_a"):
    info = {"ratio": ratio, "subject": "HeadVer4", "rival": "HeadVer4"}
    return {"fullname": name, "group": group, "extra_info": info}


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        (benchmark(1.0), benchmark(0.61), 0),
        (benchmark(1.0), benchmark(0.59), 1),
        (benchmark(1.0), benchmark(3.0), 0),
        (benchmark(1.0, "other"), benchmark(0.1, "other"), 0),
        (benchmark(1.0, name="test_b"), benchmark(0.1), 0),
    ],
)
def test_a_ratio_may_fall_by_what_the_group_allows(before, now, found):
    regressions = Regressions.of(["head: 40%"])
    regressions.before([before])
    regressions.now([now])
    assert len(regressions.found) == found


def test_a_criterion_that_cannot_be_read_is_shown():
    with pytest.raises(ValueError, match="'head 40' is not of the form 'group: 30%'"):
        Regressions.of(["head 40"])
