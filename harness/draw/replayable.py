"""Before many are graded by the same draws: the answers are held to them, and what was drawn and found is kept."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace

from harness.case import Case, Implementation, Outcome
from harness.compare.close import slack_of
from harness.draw.suite import Claim


class Cached:
    """An implementation that is asked once for the outcome of each case. It must draw nothing.

    keeps: whether it goes on to keep what it is asked for the first time.
    """

    def __init__(self, impl: Implementation) -> None:
        self.impl = impl
        self.kept: dict[int, tuple[Case, Outcome]] = {}
        self.slacks: dict[int, Mapping[str, float]] = {}
        self.keeps = True

    def __call__(self, case: Case) -> Outcome:
        if self._knows(case):
            return self.kept[id(case)][1]
        outcome = self.impl(case)
        if self.keeps:
            self.kept[id(case)] = case, outcome
        return outcome

    def slack(self, case: Case) -> Mapping[str, float]:
        """How far rounding may move each tensor of an outcome."""
        if not self._knows(case):
            return slack_of(self.impl, case, self(case))
        if id(case) not in self.slacks:
            self.slacks[id(case)] = slack_of(self.impl, case, self(case))
        return self.slacks[id(case)]

    def _knows(self, case: Case) -> bool:
        return id(case) in self.kept and self.kept[id(case)][0] is case


def make_replayable(claims: Sequence[Claim], answers: Implementation, seed: int) -> tuple[Claim, ...]:
    """The claims with their draws known, and what they ask of the answers. Raises what they say where these are wrong.

    What the answers say to a claim that compares is kept, and so is what the rival has learned in one that trains.
    """
    reference = Cached(answers)
    with contextlib.redirect_stdout(io.StringIO()):  # claims print figures
        found = tuple(_replayable(claim, answers, reference, seed) for claim in claims)
    reference.keeps = False
    return found


def _replayable(claim: Claim, answers: Implementation, reference: Cached, seed: int) -> Claim:
    if "opponent" in claim.check.arguments:
        return claim  # a race measures, and remembers nothing
    if not claim.compares:
        return replace(claim, check=replace(claim.check, seed=seed).draw(answers))
    arguments = {**claim.check.arguments, "reference": reference}
    return replace(claim, check=replace(claim.check, arguments=arguments, seed=seed).draw(reference))
