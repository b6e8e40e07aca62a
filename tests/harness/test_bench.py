"""The claims about cost behave as pytest-benchmark's users expect, and no other machine's clock decides."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from spec.regressions import Regressions

ROOT = Path(__file__).parents[2]
COST = "expensive or loop or faster or costs"


def run(*options, impl="reference", **environment):
    """pytest over the claims about cost, in a process of its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--impl={impl}", "-k", COST, *options]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


SLOWED = "for _ in range(60): x = x * 1.0\n        B, T, C = x.shape"


def test_a_slowed_version_fails_its_group_and_no_other(folder, tmp_path):
    storage = f"--benchmark-storage=file://{tmp_path}/saved"
    saved = run("--benchmark-autosave", storage, CI="true")
    assert saved.returncode == 0, saved.stdout
    (written,) = (tmp_path / "saved").rglob("*.json")
    infos = [one["extra_info"] for one in json.loads(written.read_text())["benchmarks"]]
    assert len(infos) == 9
    assert all({"flops", "operations", "ratio", "ratio_low", "ratio_high"} <= info.keys() for info in infos)

    same = run("--benchmark-compare", storage)
    assert (same.returncode, re.findall(r"group (\S+): \S+ is", same.stdout)) == (0, []), same.stdout

    slowed = folder([("multi_head_v2", "B, T, C = x.shape", SLOWED)])
    slow = run("--benchmark-compare", storage, impl=slowed)
    assert slow.returncode == 1
    assert set(re.findall(r"group (\S+): \S+ is", slow.stdout)) == {"multi-head"}, slow.stdout
    assert "times as fast as MultiHeadVer2, and was" in slow.stdout


def test_skipping_benchmarks_skips_the_clock_and_not_the_counts():
    skipped = run("--benchmark-skip")
    assert skipped.returncode == 0
    assert "7 passed, 2 skipped" in skipped.stdout


@pytest.mark.parametrize("options", [(), ("--benchmark-disable",), ("-n", "2")])
def test_without_statistics_all_claims_are_run(options):
    plain = run("-W", "error", *options)
    assert plain.returncode == 0, plain.stdout
    assert "9 passed" in plain.stdout
    assert "of best" not in plain.stdout


def test_the_table_has_a_line_for_each_claim_and_the_limit():
    shown = run("--benchmark-only", "--benchmark-quiet")
    assert shown.returncode == 0, shown.stdout
    lines = [line for line in shown.stdout.splitlines() if " ms |" in line]
    assert len(lines) == 10
    assert any(line.startswith("(limit)") for line in lines)
    assert re.search(r"multi-head \| MultiHeadVer2 +\| MultiHeadVer1 \| 1,179,648 \|", shown.stdout)


def test_a_wrong_answer_is_judged_and_not_shown(folder):
    wrong = folder([("head_v4", "/ D**0.5", "/ C**0.5"), ("head_v4", "return wei @ v", "return 2 * wei @ v")])
    shown = run("--benchmark-only", "--benchmark-quiet", "-W", "error", impl=wrong)
    assert "1 failed, 8 passed" in shown.stdout, shown.stdout
    assert "| HeadVer4 " not in shown.stdout


def test_without_the_plugin_the_claims_are_run():
    bare = run("-p", "no:benchmark", "-W", "error")
    assert "9 passed" in bare.stdout, bare.stdout


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
