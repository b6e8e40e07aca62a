"""Each claim catches a slip."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from harness.check.finding import Finding
from harness.check.trials.answers import Held, place_of
from harness.check.trials.rubbish import is_vacuous
from harness.course import course
from harness.draw.recorder import Recorder
from harness.draw.suite import Claim
from harness.judge.slips import Slip
from harness.proof.trial import tried
from harness.proof.workers import forked


def findings(busy: Container[str], bank: Sequence[Slip], held: Held, seed: int, processes: int) -> Iterator[Finding]:
    """busy: the claims that were seen to catch one.

    Of those that train, where a slip takes seconds, it is enough that they fail for rubbish.
    """

    def work(claim: Claim) -> Finding | None:
        if claim.takes_long and not is_vacuous(claim, course().answers, seed):
            return None
        own = [slip for slip in bank[::-1] if claim in held.of_todo(slip.todo, slip.file)]
        return None if _catches_any(claim, own, seed) else _idle(claim, seed)

    attacked = {slip.todo for slip in bank}
    doubtful = [claim for claim in held.own if claim.todo in attacked and claim.name not in busy]
    yield from (found for _, found in forked(work, doubtful, processes) if found)


def _catches_any(claim: Claim, bank: Sequence[Slip], seed: int) -> bool:
    """A race, which rubbish does not lose, is lost by what costs too much."""
    in_turn = sorted(bank, key=lambda slip: slip.kind != "cost") if claim.takes_long else bank
    tries = (one for slip in in_turn for one in tried(Recorder(slip.over(course().answers)), [claim], seed))
    return any(one.verdict == "broken" for one in tries)


def _idle(claim: Claim, seed: int) -> Finding:
    if is_vacuous(claim, course().answers, seed):
        what = f"{claim.name} cannot fail: it holds for zeros and for noise"
        return Finding(*place_of(claim), what, "assert something of what impl gives, or delete the claim")
    files = ", ".join(f"reference/slips/{file}.toml" for file in claim.todo.files)
    what = f"{claim.name} catches no slip"
    return Finding(*place_of(claim), what, f"add a mistake that breaks it to {files}, or delete it")
