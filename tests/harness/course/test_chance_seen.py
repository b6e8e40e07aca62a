"""The bounds on bad luck, held against bad luck that is seen: the answers meet the claims of chance at a loose level.

Nobody sees an alarm of FALSE_ALARM, once in 2e9 checks. At LEVEL the same formula promises some in a thousand checks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from harness.case import Case, Implementation
from harness.compare import chance
from harness.proof.right.flaky import upper_bound
from spec.claims import debug_mode, dropout, generate

LEVEL = 1e-3
CASES, RUNS = 10, 300
SURE = 0.999
ROOMS = (chance, debug_mode)  # those that read FALSE_ALARM
CHECKS = ("assert_rate", "assert_frequencies")


@dataclass
class Luck:
    """Runs of a claim on a right answer: how many gave an alarm, and how many checks a run makes at most."""

    runs: int = 0
    alarms: int = 0
    checks: int = 1

    @property
    def promised(self) -> float:
        """The rate of runs with an alarm, by the formula."""
        return self.checks * LEVEL

    @property
    def interval(self) -> tuple[float, float]:
        """Where the rate lies, at SURE on each side (Clopper and Pearson 1934)."""
        held = self.runs - self.alarms
        return 1 - upper_bound(held, self.runs, SURE), upper_bound(self.alarms, self.runs, SURE)

    @property
    def refutes_the_formula(self) -> bool:
        return self.interval[0] > self.promised


CLAIMS: dict[str, tuple[SearchStrategy[Any], Callable[[Implementation, Any], None]]] = {
    "rate of dropout": (dropout.constant_sublayers(), dropout.assert_rate_is_p),
    "elements dropped on their own": (dropout.constant_sublayers(), dropout.assert_drops_elements_on_their_own),
    "masks of two calls": (dropout.constant_sublayers(), dropout.assert_masks_are_independent),
    "tokens of the softmax": (generate.lotteries("GPTVer1"), generate.assert_drawn_from_the_softmax),
    "tokens one by one": (generate.even_lotteries("GPTVer1"), generate.assert_drawn_one_by_one),
    "tokens to the end": (generate.long_games("GPTVer1"), generate.assert_drawn_to_the_end),
    "v is normal": (debug_mode.debugs(n=256), debug_mode.assert_values_are_normal),
    "v apart from q and k": (debug_mode.debugs(n=512, T=2, largest_head=3), debug_mode.assert_drawn_apart),
    "scores of normals": (debug_mode.debugs(n=512, T=2, largest_head=3), debug_mode.assert_scores_are_of_normals),
}


@pytest.fixture
def loose(monkeypatch):
    """Every check is made at LEVEL."""
    for room in ROOMS:
        monkeypatch.setattr(room, "FALSE_ALARM", LEVEL)
    monkeypatch.setattr(debug_mode, "DEFINED", 2**14)


@pytest.fixture
def look(loose, monkeypatch, reference):
    """The luck of the answers with a claim, in so many runs, each from a random state of its own."""
    made = []

    def counted(check, *arguments, **options):
        made.append(check)
        check(*arguments, **options)

    for room in (debug_mode, dropout, generate):
        for name in CHECKS:
            if hasattr(room, name):
                monkeypatch.setattr(room, name, partial(counted, getattr(room, name)))

    def run(claim: str, runs: int) -> Luck:
        strategy, assertion = CLAIMS[claim]
        luck, drawn = Luck(), _drawn(strategy)
        for i in range(runs):
            made.clear()
            try:
                assertion(reference, _seeded(drawn[i % len(drawn)], 100 * i))
            except AssertionError:
                luck.alarms += 1
            luck.runs, luck.checks = luck.runs + 1, max(luck.checks, len(made))
        return luck

    return run


def _drawn(strategy: SearchStrategy[Any]) -> Sequence[Any]:
    found: list[Any] = []

    @seed(0)
    @settings(max_examples=CASES, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def keep(value: Any) -> None:
        found.append(value)

    keep()
    return found


def _seeded(cases: Any, first: int) -> Any:
    """A case or several, whose calls begin from random states of their own."""
    if not isinstance(cases, Case):
        return tuple(_seeded(case, first + 10 * i) for i, case in enumerate(cases))
    calls = (replace(call, seed=first + i) for i, call in enumerate(cases.calls))
    return cases.calling(*calls)


@pytest.mark.whole
@pytest.mark.parametrize("claim", CLAIMS)
def test_a_right_answer_has_bad_luck_no_oftener_than_the_formula_says(look, claim):
    """At LEVEL, the rate of runs with an alarm is not surely above the checks of a run times LEVEL."""
    luck = look(claim, RUNS)
    low, high = luck.interval
    print(f"{claim}: {luck.checks} checks, bound {luck.promised:.4f}, ", end="")
    print(f"{luck.alarms} of {luck.runs} runs, {low:.5f} to {high:.5f}")
    assert not luck.refutes_the_formula


@pytest.mark.whole
def test_a_wrong_factor_in_the_exponent_is_seen(look, monkeypatch):
    """With exp(-2n KL) for exp(-n KL), dropout gives surely more alarms than promised."""
    right = chance.tails
    monkeypatch.setattr(chance, "tails", lambda *arguments: torch.square(right(*arguments)))
    assert look("rate of dropout", 2 * RUNS).refutes_the_formula


@pytest.mark.parametrize(("n", "p"), [(2048, 0.1), (2048, 0.5), (2048, 0.8), (1024, 0.68), (3000, 0.003)])
def test_counts_are_off_no_oftener_than_the_formula_says(n, p):
    """Of 200,000 counts of n draws, a share of LEVEL at most is off, and a share of LEVEL / 20 at least."""
    share = _share_off(chance.tails, n, p)
    assert LEVEL / 20 <= share <= LEVEL


@pytest.mark.parametrize("power", [0.5, 2.0])
def test_a_wrong_factor_in_the_exponent_shows_in_the_counts(power):
    """With twice or half the exponent, the share is outside of these bounds."""
    share = _share_off(lambda *arguments: chance.tails(*arguments) ** power, 2048, 0.5)
    assert not LEVEL / 20 <= share <= LEVEL


def _share_off(formula: Callable[..., torch.Tensor], n: int, p: float) -> float:
    many = torch.full((200_000,), float(n)), torch.full((200_000,), p)
    counts = torch.binomial(*many, generator=torch.Generator().manual_seed(0))
    share = (2 * formula(counts, n, torch.tensor(p)) < LEVEL).double().mean().item()
    print(f"{n} draws of {p}: bound {LEVEL}, share {share:.6f}")
    return share
