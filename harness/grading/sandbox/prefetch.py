"""Cases that are asked of a worker before their time, many in one request: each request costs as much as half a case.

Which cases a claim will ask follows from its draws, as long as the answers are right: those that the answers were
asked. What is asked then and is not among them is asked alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from torch import Tensor

from harness.case import Case, Outcome
from harness.compare.alike import alike

LARGEST = 40_000  # numbers that a case takes to be asked and answered
MOST = 400_000  # that a request takes
TENSOR = 100  # numbers that take as long to write and to read as a tensor does, however small


@dataclass
class Prefetched:
    """Outcomes of cases that have not been asked yet, in their order."""

    answered: list[tuple[Case, Outcome]] = field(default_factory=list)

    def take(self, case: Case) -> Outcome | None:
        """The outcome of this case, once; None where it has not been prefetched."""
        for i, (prefetched, outcome) in enumerate(self.answered):
            if alike(prefetched, case):
                del self.answered[i]
                return outcome
        return None


def requests(cases: Sequence[Case]) -> Iterator[tuple[Case, ...]]:
    """The small cases in which nothing is trained, timed or counted, which a worker may answer together.

    What is counted is asked alone: who sees two sizes at once could make their counts alike.
    """
    together, size = list[Case](), 0
    for case in cases:
        more = _numbers(case)
        if case.training is not None or more > LARGEST or any(call.timed or call.counted for call in case.calls):
            continue
        if size + more > MOST:
            yield tuple(together)
            together, size = [], 0
        together.append(case)
        size += more
    if len(together) > 1:
        yield tuple(together)


def _numbers(case: Case) -> int:
    """Where cotangents are pulled back, each weight has a gradient."""
    return _taken(case.tensors) + sum(bool(call.cotangents) for call in case.calls) * _taken(case.weights.values())


def _taken(tensors: Iterable[Tensor]) -> int:
    return sum(TENSOR + x.numel() for x in tensors)
