"""Each slip is caught by its own TODO, and by its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import SystemRandom

from harness.check.finding import Finding
from harness.check.texts.slips import place
from harness.check.trials.answers import Held
from harness.course import course
from harness.draw.recorder import Recorder
from harness.draw.suite import Claim
from harness.judge.naming import Names, is_same
from harness.judge.slips import Slip
from harness.proof.slips.prove import SharedBank
from harness.proof.trial import Found, tried
from harness.proof.workers import forked

MOST = 60  # slips of a check; `prove slips` tries all


def caught(slips: Sequence[Slip], held: Held, seed: int, processes: int) -> dict[Slip, Found | None]:
    """Slips, as many as MOST by chance, and of each the first claim that it breaks, which names it."""
    bank = slips if len(slips) <= MOST else SystemRandom().sample(slips, MOST)

    def work(stripe: Sequence[Slip]) -> list[Found | None]:
        names = SharedBank(course().answers, slips)
        return [_first_broken(slip, held.of_todo(slip.todo, slip.file), names, seed) for slip in stripe]

    stripes = [bank[i::processes] for i in range(processes)]
    found = {slip: one for stripe, some in forked(work, stripes, processes) for slip, one in zip(stripe, some)}
    return {slip: found[slip] for slip in bank}


def findings(first: dict[Slip, Found | None]) -> Iterator[Finding]:
    """first: what caught each slip."""
    for slip, found in first.items():
        at, name = place(slip), slip.label
        if found is None:
            what = f"{name}: it survives: no claim of TODO {slip.todo.number} catches it"
            remedy = "write the claim that it breaks, or delete the slip if nothing tells it from the answer"
            yield Finding(*at, what, remedy)
        elif found.slip and found.slip.title != slip.title:
            what = f"{name}: {found.claim} calls it {found.slip.title}"
            yield Finding(*at, what, "let their edits differ where a claim looks")
    yield from _twins([slip for slip, found in first.items() if found and found.slip is None])


def _first_broken(slip: Slip, claims: Sequence[Claim], names: Names, seed: int) -> Found | None:
    """Claims that compare come first, as most mistakes die of them; those that train or race come last."""
    in_turn = sorted(claims, key=lambda claim: (claim.takes_long, not claim.compares))
    all_found = tried(Recorder(slip.over(course().answers)), in_turn, seed, names=names)
    return next((found for found in all_found if found.verdict == "broken"), None)


def _twins(unnamed: Sequence[Slip]) -> Iterator[Finding]:
    """Among those that have no name on the board: each two that agree on all cases which tell mistakes apart."""
    try:
        for one, other in combinations(unnamed, 2):
            if one.class_name == other.class_name and one.title != other.title and _agree(one, other):
                what = f"{other.label}: it gives what {one.label} gives, so that the board names neither"
                yield Finding(*place(other), what, "make one slip of the two, under one name")
    except LookupError as error:
        what = f"it has no cases that tell the mistakes of {error} apart"
        yield Finding(course().home / "probes.py", 1, what, "add those of its class")


def _agree(one: Slip, other: Slip) -> bool:
    first, second = (slip.over(course().answers) for slip in (one, other))
    probes, names = course().probes, {one.class_name}
    return all(is_same(first(case), second, case) for case in (*probes.telling(names), *probes.others(names)))
