"""A second look at a mutant that is said to be equal: it gives what the answers give, in many drawn cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, islice

from harness.case import Case, Implementation, Outcome
from harness.draw.suite import Claim
from harness.judge.naming import is_same
from harness.judge.recorded import uncounted
from harness.judge.recording import fingerprint

CASES = 2000
SEEDS = 40  # a claim is drawn under as many, at most


def drawn(claims: Sequence[Claim], class_name: str, answers: Implementation, most: int = CASES) -> list[Case]:
    """So many different cases of a class, of all that its claims ask under one seed after another."""
    return list(islice(_different(claims, class_name, answers), most))


def _different(claims: Sequence[Claim], class_name: str, answers: Implementation) -> Iterator[Case]:
    seen = set[str]()
    for seed in islice(count(1), SEEDS):
        for claim in (one for one in claims if not one.takes_long):
            asked = replace(claim.check, seed=seed, draws=(), asked=()).draw(answers).asked
            for case in (case for cases in asked for case in cases if case.build.name == class_name):
                if (key := fingerprint(case)) not in seen:
                    seen.add(key)
                    yield case


def differs(impl: Implementation, answers: Implementation, cases: Sequence[Case]) -> bool:
    """Whether in one of the cases an implementation gives something else than the answers, by more than rounding."""

    def of_the_answers(case: Case) -> Outcome:
        return uncounted(answers(case))

    return not all(is_same(uncounted(impl(case)), of_the_answers, case) for case in cases)
