"""Before many are graded by the same draws: the answers are held to them, and what was drawn and found is kept."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from dataclasses import replace

from spec.case import Case, Implementation, Outcome
from spec.suite import Claim


class Remembered:
    """An implementation that is asked once for the outcome of each case. It must be right, and draw nothing."""

    def __init__(self, impl: Implementation) -> None:
        self.impl = impl
        self.kept: dict[int, tuple[Case, Outcome]] = {}
        self.keeps = True

    def __call__(self, case: Case) -> Outcome:
        known = self.kept.get(id(case))
        if known is not None and known[0] is case:
            return known[1]
        outcome = self.impl(case)
        if self.keeps:
            self.kept[id(case)] = case, outcome
        return outcome


def rehearsed(claims: Sequence[Claim], answers: Implementation, seed: int) -> tuple[Claim, ...]:
    """The claims with their draws known, and what they ask of the answers. Raises what they say where these are wrong.

    What the answers say to a claim that compares is kept, and so is what the rival has learned in one that trains.
    """
    reference = Remembered(answers)
    with contextlib.redirect_stdout(io.StringIO()):  # claims print figures
        found = tuple(_rehearsed(claim, answers, reference, seed) for claim in claims)
    reference.keeps = False
    return found


def _rehearsed(claim: Claim, answers: Implementation, reference: Remembered, seed: int) -> Claim:
    if "opponent" in claim.check.arguments:
        return claim  # a race measures, and remembers nothing
    if not claim.compares:
        return replace(claim, check=replace(claim.check, seed=seed).rehearse(answers))
    arguments = {**claim.check.arguments, "reference": reference}
    return replace(claim, check=replace(claim.check, arguments=arguments, seed=seed).rehearse(reference))
