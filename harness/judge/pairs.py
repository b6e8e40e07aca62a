"""Two mistakes in one file: those that give together what an implementation gives, if no other two do."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from harness.case import Case, Implementation, Outcome
from harness.compare.close import RELATIVE
from harness.judge.influence import are_shown
from harness.judge.locating import Right, alike, gives_the_same
from harness.judge.slips import BadSlip, Slip, one_mistake
from harness.run.in_process import InProcess

SECONDS = 1.0  # of CPU time, to lay mistakes over each other

Asked: TypeAlias = Sequence[tuple[Case, Outcome]]
Mistakes: TypeAlias = Sequence[tuple[Slip, Implementation]]


def gives(mistake: Implementation, asked: Asked) -> bool:
    """Whether a mistake gives what was got."""
    return all(gives_the_same(got, mistake(case), RELATIVE) for case, got in asked)


def two(
    asked: Asked,
    wrong: Sequence[Right],
    impl: Implementation,
    mistakes: Mistakes,
    answers: Implementation,
    over: Callable[[Slip], InProcess],
) -> Slip | None:
    """The two as one. wrong: the cases that are. over: the answers with a slip in them.

    The implementation begins with one of them: its first wrong step is one of its own. What either alone cuts off, or
    lets in, is so in the implementation too; else its sentence would not be true of it. None is looked for among steps
    without names, as there are too many in a loop.
    """
    if not wrong[0].steps:
        return None
    most, steps = max(((one, [*one.wrong_steps(impl)]) for one in wrong), key=lambda pair: len(pair[1]))
    known = [(slip, other) for slip, other in mistakes if not gives_the_same(other(most.case), most.outcome)]
    first = {slip: next(most.wrong_steps(other), None) for slip, other in known}
    begin = {slip for slip, one in first.items() if one is not None and any(alike(one, step) for step in steps)}
    smallest = min(wrong, key=lambda one: one.outcome.output.numel())
    found, until = list[Slip](), time.process_time() + SECONDS
    for (one, its), (other, others) in combinations(known, 2):
        if time.process_time() > until:
            return None
        if one.title != other.title and {one, other} & begin:
            with suppress(BadSlip):
                both = over(_joined(one, other))
                if gives(both, asked) and are_shown(impl, (its, others), answers, smallest):
                    found.append(_joined(one, other))
                both.package.forget()
    return one_mistake(found)


def _joined(one: Slip, other: Slip) -> Slip:
    """Two mistakes as one."""
    return Both(
        name=f"{one.title} and {other.title}",
        class_name=one.class_name,
        kind=one.kind,
        mistake=f"{one.mistake} {other.mistake}",
        hint=" ".join(dict.fromkeys((one.hint, other.hint))),
        edits=one.edits + other.edits,
        of=(one, other),
    )


@dataclass(frozen=True)
class Both(Slip):
    """Two mistakes that were made together."""

    of: tuple[Slip, ...] = ()

    @property
    def parts(self) -> tuple[Slip, ...]:
        return self.of
