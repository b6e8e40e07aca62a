"""How a slip in an alternate, or two slips at once, are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from harness.course import course
from harness.judge.naming import is_same
from harness.judge.slips import Slip
from harness.proof.claims import Proof
from harness.proof.pairs.laid import Laid
from harness.proof.slips.matrix import Row
from harness.proof.slips.plan import over
from harness.proof.slips.prove import diagonal
from harness.run.in_process import InProcess

Fate = Literal["right name", "one of two", "no name", "wrong name", "right answer", "missed"]
FATES: tuple[Fate, ...] = get_args(Fate)


@dataclass(frozen=True)
class Named:
    """What became of it at its own TODO, and the mistake that the board names."""

    laid: Laid
    fate: Fate
    called: str = ""


def named(proof: Proof, laid: Sequence[Laid], bank: Sequence[Slip], seed: int, processes: int) -> Iterator[Named]:
    """Each of them, up to the first claim that it breaks. bank: the slips by which it is named."""
    matrix = diagonal(proof, [one.slip for one in laid], seed, processes, bank)
    for one, row in zip(laid, matrix.slips):
        yield Named(one, _fate(one, row), row.called.title if row.called else "")


def _fate(laid: Laid, row: Row) -> Fate:
    if not row.own.caught_by:
        return "right answer" if _is_right(laid.slip) else "missed"
    if row.called is None:
        return "no name"
    said = {part.title for part in row.called.parts}
    if said == laid.titles:
        return "right name"
    return "one of two" if said < laid.titles else "wrong name"


def _is_right(slip: Slip) -> bool:
    """Whether it gives what the answers give, on each probe of its class."""
    answers, impl = InProcess(course().answers), over(slip)
    cases = course().probes.telling({slip.class_name})
    return all(is_same(impl(case), answers, case) for case in cases)
