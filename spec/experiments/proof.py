"""How surely a step helps: every experiment over the answers, after fresh seeds, in a table."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from statistics import mean, stdev

from harness.case import Refuted
from harness.proof.right.flaky import CONFIDENCE, upper_bound
from harness.proof.workers import forked
from harness.run.in_process import InProcess
from spec.experiments.bigram import OFF_BY, corpus, count_ratios, learned_table
from spec.experiments.catalogue import EXPERIMENTS
from spec.experiments.experiment import Experiment, Match
from spec.experiments.helps import MISSES, MOST_SEEDS, SEEDS, matched

HEADER = (
    "experiment",
    "weaker: mean [range]",
    "cannot",
    "stronger: mean ± sd [range]",
    "must",
    "floor",
    "won by: mean ± sd, least (seed)",
    "must",
    "s",
    "failed",
    "the claim fails",
)


@dataclass(frozen=True)
class Series:
    """One experiment after many seeds; `failed` holds what was said of those that did not show it."""

    name: str
    experiment: Experiment
    matches: tuple[Match, ...]
    failed: tuple[str, ...]

    @property
    def bound(self) -> float:
        """How often the claim fails over the answers, at most."""
        return misses_come_first(upper_bound(len(self.failed), len(self.failed) + len(self.matches)))


def misses_come_first(p: float) -> float:
    """The chance that MISSES seeds fail before SEEDS do not, where each fails with probability p."""
    return sum(comb(MOST_SEEDS, k) * p**k * (1 - p) ** (MOST_SEEDS - k) for k in range(MISSES, MOST_SEEDS + 1))


def series(answers: Path, seeds: int, processes: int, only: str = "") -> Iterator[Series]:
    """Each experiment after as many seeds that nobody has seen."""
    impl = InProcess(answers)
    chosen = {name: experiment for name, experiment in EXPERIMENTS.items() if only in name}
    plan = [(name, secrets.randbelow(2**31)) for name in chosen for _ in range(seeds)]

    def work(job: tuple[str, int]) -> Match | str:
        name, seed = job
        try:
            return matched(chosen[name], impl, seed)
        except Refuted as refuted:
            return str(refuted)

    found = list(forked(work, plan, processes))
    for name, experiment in chosen.items():
        outcomes = [outcome for (its_name, _), outcome in found if its_name == name]
        matches = tuple(outcome for outcome in outcomes if isinstance(outcome, Match))
        yield Series(name, experiment, matches, tuple(outcome for outcome in outcomes if isinstance(outcome, str)))


def furthest_off(answers: Path, seeds: int, processes: int) -> list[float]:
    """How far the learned bigram table is from the ratios of counts at most, after as many fresh seeds."""
    impl = InProcess(answers)

    def work(seed: int) -> float:
        text = corpus(seed)
        return float((learned_table(impl, text, seed) - count_ratios(text)).abs().max())

    return [off for _, off in forked(work, [secrets.randbelow(2**31) for _ in range(seeds)], processes)]


def page(found: Sequence[Series], off: Sequence[float]) -> str:
    """The table in Markdown."""
    lines = [_row(HEADER), _row(["---"] * len(HEADER)), *(_row(_cells(one)) for one in found if one.matches)]
    table = f"The learned bigram table is off by {mean(off):.1e} on average and {max(off):.1e} at most, of {OFF_BY:g}."
    rule = f"A claim fails once {MISSES} seeds do, unless {SEEDS} hold first"
    bound = f"{rule}; the last column has {CONFIDENCE:.0%} confidence."
    return "\n".join([*lines, "", bound, table])


def _cells(one: Series) -> list[str]:
    experiment, matches = one.experiment, one.matches
    weaker, stronger = [match.weaker.loss for match in matches], [match.stronger.loss for match in matches]
    won, worst = [match.won_by for match in matches], min(matches, key=lambda match: match.won_by)
    seconds = mean(match.weaker.seconds + match.stronger.seconds for match in matches)
    return [
        one.name,
        f"{mean(weaker):.3f} [{min(weaker):.3f}, {max(weaker):.3f}]",
        "" if experiment.lowest_of_weaker is None else f"< {experiment.lowest_of_weaker:.3f}",
        f"{mean(stronger):.3f} ± {stdev(stronger):.3f} [{min(stronger):.3f}, {max(stronger):.3f}]",
        f"≤ {experiment.highest:.3f}",
        f"{experiment.lowest:.3f}",
        f"{mean(won):.3f} ± {stdev(won):.3f}, {worst.won_by:.3f} ({worst.seed})",
        f"≥ {experiment.margin:g}",
        f"{seconds:.2f}",
        f"{len(one.failed)}/{len(one.failed) + len(matches)}",
        f"< {one.bound:.1e}",
    ]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
