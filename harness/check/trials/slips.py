"""Each slip is caught by its own TODO, and by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

from harness.check.finding import Finding
from harness.check.texts.slips import place
from harness.check.trials.answers import Held
from harness.course import course
from harness.judge.naming import is_same
from harness.judge.slips import Slip
from harness.proof.slips.matrix import Matrix
from harness.proof.slips.prove import diagonal


def caught(bank: Sequence[Slip], held: Held, most: int, seed: int, processes: int) -> Matrix:
    """So many slips, up to the first claim of their own TODO that they break, which names them."""
    return diagonal(held.proof, _some(bank, most, seed), seed, processes, known=bank)


def _some(bank: Sequence[Slip], most: int, seed: int) -> list[Slip]:
    """By chance; of no mistake a second way before each has had a first."""
    ways, found = Counter[str](), list[tuple[int, Slip]]()
    for slip in Random(seed).sample(bank, len(bank)):
        ways[slip.title] += 1
        found.append((ways[slip.title], slip))
    return [slip for _, slip in sorted(found, key=lambda pair: pair[0])[:most]]


def findings(tried: Matrix) -> Iterator[Finding]:
    for row in tried.slips:
        slip = row.slip
        assert slip is not None
        if row.own.mark != "caught":
            what = f"{slip.label}: it survives: no claim of TODO {slip.todo.number} catches it"
            remedy = "write the claim that it breaks, or delete the slip if nothing tells it from the answer"
            yield Finding(*place(slip), what, remedy)
        for claim, other in row.misnamed:
            what = f"{slip.label}: {claim} calls it {other.title}"
            yield Finding(*place(slip), what, "let their edits differ where a claim looks")
    yield from _twins([row.slip for row in tried.slips if row.slip and row.own.mark == "caught" and not row.called])


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
