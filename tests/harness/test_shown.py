"""What a claim shows is printed after its sentence, once, in 80 columns, and decides nothing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from spec.shown import costs, gradients, modes, norms, weights

ROOT = Path(__file__).parents[2]
SHOWS = (
    costs.of_one_head_and_many,
    costs.of_both_versions,
    weights.of_averaging,
    weights.of_attention,
    weights.spread,
    norms.mean_and_variance,
    gradients.of_linear_layers,
    gradients.of_blocks,
    modes.in_train_mode,
    modes.in_eval_mode,
)


def numbers(line):
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", line)]


def screen(*options):
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120).stdout


@pytest.mark.parametrize("show", SHOWS)
def test_what_is_shown_fits_into_80_columns_and_repeats_itself(reference, show):
    shown = show(reference)
    assert max(map(len, shown.splitlines())) <= 80
    assert shown == show(reference)


def test_one_wide_head_costs_what_narrow_ones_do_but_for_the_projection(reference):
    one, many = (numbers(line)[-2] for line in costs.of_one_head_and_many(reference).splitlines()[1:3])
    assert (one, many) == (4_194_304, 4_194_304 + 1_048_576)


def test_both_versions_cost_the_same_flops_and_the_second_fewer_operations(reference):
    first, second = (numbers(line)[-2:] for line in costs.of_both_versions(reference).splitlines()[1:3])
    assert first[0] == second[0]
    assert first[1] > 5 * second[1]


@pytest.mark.parametrize("show, different", [(modes.in_train_mode, 3), (modes.in_eval_mode, 1)])
def test_calls_differ_in_train_mode_and_agree_in_eval_mode(reference, show, different):
    calls = [line.split("mode")[1] for line in show(reference).splitlines()[2:]]
    assert len(calls) == 3
    assert len(set(calls)) == different


def test_the_gradient_fades_with_depth_without_layer_norm_and_stays_with_it(reference):
    rows = [line.split() for line in gradients.of_linear_layers(reference).splitlines()[2:]]
    plain, normed = [float(row[1]) for row in rows], [float(row[2]) for row in rows]
    assert plain == sorted(plain, reverse=True)
    assert plain[-1] < 1e-3
    assert all(0.5 < gain < 2 for gain in normed)


def test_a_claim_says_its_sentence_and_shows_something_once():
    shown = screen("--impl=reference", "-s", "-vv", "tests/test_10.py", "-k", "always_the_same")
    assert "\nIn eval mode, all calls on the same input give the same output" in shown
    assert shown.count("call 3 in eval mode") == 1


def test_a_claim_is_silent_without_s():
    shown = screen("--impl=reference", "tests/test_10.py", "-k", "always_the_same")
    assert "1 passed" in shown
    assert "eval mode" not in shown


def test_a_claim_that_breaks_shows_nothing(folder):
    never_off = folder([("block_v4", "self.dropout(", "nn.functional.dropout(")])
    shown = screen(f"--impl={never_off}", "-s", "-vv", "tests/test_10.py", "-k", "always_the_same")
    assert "1 failed" in shown
    assert "call 3 in eval mode" not in shown


def test_a_claim_that_holds_over_a_wrong_todo_shows_nothing(folder):
    other_names = folder([("feed_forward", "self.w1", "self.w3")])
    shown = screen(f"--impl={other_names}", "-s", "-vv", "tests/test_9.py", "-k", "keeps_the_gradient")
    assert "1 passed" in shown
    assert "BlockVer3" not in shown.split("LayerNorm.")[1]
