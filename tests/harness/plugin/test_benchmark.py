"""The claims about cost behave as pytest-benchmark's users expect, and no other machine's clock decides."""

import json
import re
import shutil

import pytest
from screen import TOY, run

from harness.compare.regressions import Regressions

pytestmark = pytest.mark.clock

SHOWING = ("--benchmark-only", "--benchmark-quiet")
REFERENCE = "--impl=reference"
LOOP, RACE = (f"tests/test_3.py::test_head_ver_2_{name}" for name in ("has_no_loop", "is_faster_than_ver_1"))


def toy(*options):
    """pytest's exit status and screen, in the folder of the second course."""
    return run("-o", "benchmark_ratio_fail=softmax: 40%", *options, cwd=TOY)


@pytest.fixture(scope="module")
def storage(tmp_path_factory):
    return tmp_path_factory.mktemp("saved")


@pytest.fixture(scope="module")
def saved(storage):
    """All claims about cost over the answers, shown and saved."""
    return toy(*SHOWING, REFERENCE, "--benchmark-autosave", f"--benchmark-storage=file://{storage}")


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
    assert [line.partition(" ")[0] for line in lines] == ["softmax", "(limit)"]
    assert "benchmark: " in screen, "the header speaks of benchmarks"


def compared(storage, *options):
    """The groups that are told to have become slower than what was saved."""
    status, screen = toy("--benchmark-compare", f"--benchmark-storage=file://{storage}", *options, "-k", "no_loop")
    groups = set(re.findall(r"group (\S+): \S+ is", screen))
    assert status == (1 if groups else 0), screen
    return groups, screen


def test_the_same_answers_have_not_become_slower(saved, storage):
    assert compared(storage, REFERENCE)[0] == set()


def test_a_slowed_version_fails_its_group(toy_folder, saved, storage):
    slowed = toy_folder(("e = torch.exp", "for _ in range(60): x = x * 1.0\n        e = torch.exp"))
    groups, screen = compared(storage, f"--impl={slowed}")
    assert groups == {"softmax"}, screen
    assert "times as fast as Softmax, and was" in screen


def test_a_wrong_answer_that_costs_no_more_is_not_shown(toy_folder):
    wrong = toy_folder(("return e", "return 2 * e"))
    _, screen = toy(*SHOWING, "-W", "error", f"--impl={wrong}")
    assert "1 passed" in screen, screen
    assert " ms |" not in screen


@pytest.fixture
def toy_folder(tmp_path):
    """Makes a folder of the toy's answers, with an edit of Softmax."""

    def make(edit):
        folder = shutil.copytree(TOY / "reference", tmp_path / "attempt")
        source = (folder / "softmax.py").read_text(encoding="utf-8")
        assert edit[0] in source
        (folder / "softmax.py").write_text(source.replace(*edit), encoding="utf-8")
        return folder

    return make


def test_skipping_benchmarks_skips_the_clock_and_not_the_counts():
    status, screen = run(REFERENCE, "--benchmark-skip", LOOP, RACE)
    assert status == 0
    assert "1 passed, 1 skipped" in screen
    assert "benchmark: " not in screen, "nor does the header speak of them"


@pytest.mark.parametrize("options", [("-n", "2"), ("-p", "no:benchmark")], ids=" ".join)
def test_by_two_workers_and_without_the_plugin_the_claims_are_run_and_nothing_is_shown(options):
    status, screen = run("-q", REFERENCE, "-W", "error", *options, LOOP, RACE)
    assert status == 0, screen
    assert "2 passed" in screen
    assert "of best" not in screen
    assert "tensor operations" not in screen, "the race shows them with -s alone"


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
