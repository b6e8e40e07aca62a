"""A race is decided by evidence that a false claim reaches once in a million times at most, and by no clock alone."""

import random
import time
from dataclasses import replace
from math import floor, log
from pathlib import Path

import pytest

from harness.compare.race import ERROR, EVEN, MOST_ROUNDS, Race, evidence
from harness.compare.side_by_side import OwnRival, side_by_side
from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.judge.judge import judge
from harness.judge.slips import slips
from harness.proof.right.alternates import alternates
from harness.run.call.clock import finest
from harness.run.in_process import InProcess
from spec.costs import standard

ROOT = Path(__file__).parents[3]
REFERENCE = InProcess(ROOT / "reference")
WAYS = {f"{way.file}.{way.name}": way for way in alternates(ROOT / "reference" / "alternates")}


def raced(ratios, k=2.0):
    rounds = iter(ratios)
    return Race(k).run(lambda: (1.0, next(rounds)))


def test_it_ends_as_soon_as_it_is_clear():
    faster, slower = raced([3.0] * 300), raced([1.0] * 300)
    assert (faster.verdict, len(faster.ratios)) == ("faster", 24)
    assert (slower.verdict, len(slower.ratios)) == ("not faster", 24)


def test_the_seconds_are_kept_and_the_rounds_may_be_bounded():
    race = Race(2.0).run(lambda: (0.5, 1.5), rounds=5)
    assert (race.ratios, race.seconds) == ([3.0] * 5, [0.5] * 5)


def test_without_evidence_it_is_undecided():
    for rounds in ([3.0, 3.0, 3.0, 1.0], [3.0, 1.0], [1.0, 1.0, 1.0, 3.0]):
        race = raced(rounds * 100)
        assert (race.verdict, len(race.ratios)) == ("undecided", MOST_ROUNDS)


def exact_chance(p, decided):
    """The chance that rounds, each won with probability p, ever end in that verdict: every path is followed."""
    paths, found = {(0, 0): 1.0}, 0.0
    for _ in range(MOST_ROUNDS):
        longer = {}
        for (won, lost), chance in paths.items():
            for step, here in (((won + 1, lost), p), ((won, lost + 1), 1 - p)):
                sides = {"faster": evidence(*step), "not faster": evidence(*reversed(step))}
                if max(sides.values()) >= log(1 / ERROR):
                    found += chance * here if sides[decided] == max(sides.values()) else 0.0
                else:
                    longer[step] = longer.get(step, 0.0) + chance * here
        paths = longer
    return found


@pytest.mark.parametrize(
    ("p", "wrong"), [(EVEN, "faster"), (0.3, "faster"), (EVEN, "not faster"), (0.6, "not faster"), (0.97, "not faster")]
)
def test_a_false_verdict_comes_once_in_a_million_races_at_most(p, wrong):
    assert exact_chance(p, wrong) <= ERROR


def test_what_is_clear_is_found():
    assert exact_chance(0.97, "faster") > 0.999 and exact_chance(0.03, "not faster") > 0.999


def test_the_interval_covers_the_median_of_the_distribution():
    draw = random.Random(1)
    covered = 0
    for _ in range(1000):
        low, high = Race(1.0, [draw.lognormvariate(0, 0.3) for _ in range(24)]).interval
        covered += low <= 1.0 <= high
    assert covered / 1000 >= 0.93


def test_rivals_take_turns_in_going_first_on_fresh_inputs():
    asked = []

    def runner(name):
        def run(case):
            asked.append((name, float(case.x.sum())))
            return REFERENCE(case)

        return run

    case = standard("HeadVer2")
    round = side_by_side(runner("mine"), case, runner("theirs"), case)
    round(), round()
    assert [name for name, _ in asked] == ["mine", "theirs", "theirs", "mine", "mine", "theirs"]
    inputs = [x for _, x in asked]
    assert inputs[0::2] == inputs[1::2] and len(set(inputs)) == 3


def verdict(path, number, part_of_name):
    claim = next(claim for claim in claims(ROOT / "tests", REFERENCE)[number] if part_of_name in claim.name)
    return judge(claim.check, Recorder(InProcess(path)), claim.todo, shrinking=0.0)


def in_ticks(monkeypatch, *clocks):
    """These clocks tick 64 times a second, as Windows counts CPU time."""
    for clock in clocks:
        fine = getattr(time, clock)
        monkeypatch.setattr(time, clock, lambda fine=fine: floor(64 * fine()) / 64)
    monkeypatch.setattr("harness.run.call.clock.FINEST", finest())


@pytest.mark.parametrize("clocks", [("thread_time",), ("thread_time", "perf_counter")], ids=len)
@pytest.mark.parametrize("number", [3, 7])
def test_where_a_clock_ticks_a_right_answer_loses_no_race(monkeypatch, number, clocks):
    in_ticks(monkeypatch, *clocks)
    assert verdict(ROOT / "reference", number, "faster").verdict == "held"


@pytest.mark.clock
def test_where_cpu_time_ticks_loops_are_found_by_the_clock_on_the_wall(monkeypatch, folder):
    in_ticks(monkeypatch, "thread_time")
    as_slow_as_ver_1 = (ROOT / "reference" / "head_v1.py").read_text(encoding="utf-8").replace("HeadVer1", "HeadVer2")
    found = verdict(folder(head_v2=as_slow_as_ver_1), 3, "faster")
    assert "expected at least 3 times as fast" in found.message


def test_a_round_that_no_clock_has_seen_tells_nothing():
    for round in ((0.0, 1.0), (1.0, 0.0), (0.0, 0.0)):
        race = Race(2.0).run(lambda round=round: round)
        assert (race.verdict, str(race)) == ("undecided", "not timed: no clock of this machine is fine enough")


@pytest.mark.clock
def test_a_loop_over_the_heads_is_not_faster(folder):
    loop = """
        wei = torch.stack([
            scores[:, i].masked_fill(self.tril[:T, :T] == 0, float("-inf")).softmax(dim=-1) for i in range(H)
        ], dim=1)
        out = torch.stack([wei[:, i] @ v[:, i] for i in range(H)], dim=1).transpose(1, 2).reshape(B, T, C)
        return self.proj(out)
"""
    found = verdict(
        folder([("multi_head_v2", "wei = scores.masked_fill", loop + "        wei = scores.masked_fill")]), 7, "faster"
    )
    assert found.verdict == "broken"
    assert "expected at least 4 times as fast" in found.message


@pytest.mark.clock
def test_a_wrong_answer_wins_no_race(folder):
    found = verdict(
        folder([("multi_head_v2", "return self.proj(out)", "return self.proj(v.flatten(2)[:, :1])")]), 7, "faster"
    )
    assert found.verdict == "broken"
    assert "times as fast" not in found.message


def against_its_own(impl, number):
    """The verdict of a race in the students' kit, which has no answers to race against."""
    claim = next(claim for claim in claims(ROOT / "tests", REFERENCE)[number] if "is_faster_than" in claim.name)
    arguments = {**claim.check.arguments, "opponent": OwnRival(impl)}
    return judge(replace(claim.check, arguments=arguments), Recorder(impl), claim.todo, shrinking=0.0)


@pytest.mark.clock
@pytest.mark.parametrize(
    ("name", "number"), [("head_v1.cumulative_sum", 3), ("multi_head_v1.weights_of_the_heads_stacked", 7)]
)
def test_a_right_first_version_without_loops_costs_the_second_nothing(name, number):
    assert against_its_own(WAYS[name].over(ROOT / "reference"), number).verdict == "held"


@pytest.mark.clock
def test_a_second_version_with_loops_is_not_faster_than_its_own_first():
    (loops,) = (slip for slip in slips(ROOT / "reference" / "slips") if slip.name == "still_two_loops")
    assert against_its_own(loops.over(ROOT / "reference"), 3).verdict == "broken"
