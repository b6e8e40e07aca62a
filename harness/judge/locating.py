"""Where the fault lies: the steps of a forward pass that are wrong, and that make the output right once they are.

The steps of the right answer are known (a trace). The implementation is traced on the same case. A step whose right
value its trace does not hold is put in the place of one of its own; where that brings what follows right, the fault
lies there.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import torch
from torch import Tensor

from harness.case import Case, Implementation, Outcome
from harness.course import course
from harness.language.speech import to_say_again
from harness.language.template import filled

CLOSE = 1e-4  # of the largest entry: rounding never moves a step so far
SECONDS = 1.5  # of CPU time: a student waits for this
CASES = 3  # in which the faults must be the same; 2, where no more of them differ
MOST_FAULTS = 2
MOST_PLACES = 12  # for one step

Put = Mapping[int, Tensor]


@dataclass(frozen=True)
class Known:
    """A step of the right answer, by its name. after: the names of the steps that it is made of, directly or not."""

    name: str
    value: Tensor
    after: frozenset[str]


@dataclass(frozen=True)
class Right:
    """A forward pass, and what the right answer makes of it, step by step."""

    case: Case
    outcome: Outcome

    @cached_property
    def steps(self) -> Sequence[Known]:
        """Those that have a name, in turn, and what is done after them, if anything."""
        known = [*_named(self.outcome, course().words.steps.get(self.case.build.name, {}))]
        names = frozenset(one.name for one in known)
        return [*known, Known(_after(known[-1].name), self.outcome.output, names)] if known else []

    def wrong_steps(self, impl: Implementation) -> Iterator[Tensor]:
        """The steps of an implementation in this case that are none of the right answer's."""
        known = [step.value for step in self.outcome.reply.steps]
        made = impl(traced(self.case))
        own = () if made.error else made.reply.steps
        return (step.value for step in own if not any(alike(step.value, value) for value in known))


@dataclass(frozen=True)
class Fault:
    """A wrong step, or one of several that may have been made in one: the last one first. instead: the earlier step
    whose value stands there."""

    steps: tuple[str, ...]
    instead: str = ""


def forward_passes(cases: Iterable[Case], answers: Implementation) -> list[Right]:
    """Those of the cases that are one plain call, in which nothing is drawn."""
    plain = (case for case in cases if len(case.calls) == 1 and course().probes.is_plain(case.call))
    rights = (Right(case, answers(traced(case))) for case in plain)
    return [right for right in rights if not right.outcome.error and not right.outcome.reply.drew]


def traced(case: Case, put: Put = MappingProxyType({})) -> Case:
    """The same case with the steps of its call kept, some of which give something else; nothing is pulled back."""
    return case.calling(replace(case.call, traced=True, put=tuple(put.items()), cotangents=()))


def locate(impl: Implementation, right: Sequence[Right]) -> Sequence[Fault]:
    """The faults, where they are the same in CASES cases; nothing where they are not."""
    until, found, times = time.process_time() + SECONDS, tuple[Fault, ...](), 0
    for one in right:
        faults = _faults(impl, one, until)
        if faults is None or (found and faults and faults != found):
            return ()
        found, times = faults or found, times + bool(faults)
        if times == CASES:
            break
    return found if times > 1 else ()


def _faults(impl: Implementation, right: Right, until: float) -> tuple[Fault, ...] | None:
    """The steps that make a case right; none where it is right, and None where nothing makes it so."""
    steps, put = right.steps, dict[int, Tensor]()
    faults = list[Fault]()
    outcome = impl(traced(right.case))
    for n, step in enumerate(steps):
        if outcome.error or gives_the_same(outcome, right.outcome):
            break
        if step is not steps[-1] and _holds(outcome, step.value):
            continue
        if better := _best(impl, right, steps[n:], put, outcome, until):
            at, mended = better
            put[at] = step.value
            if before := _spoilt(impl, right, steps[:n], put, outcome, at, mended):
                faults.append(Fault((_after(before),)))
            else:
                hidden = _hidden(outcome, at, [one for one in steps[:n] if one.name in step.after])
                faults.append(Fault(tuple(dict.fromkeys((step.name, *hidden))), _instead(outcome, at, steps[:n])))
            outcome = mended
    distinct = tuple(dict.fromkeys(faults))
    return distinct if len(distinct) <= MOST_FAULTS and gives_the_same(outcome, right.outcome) else None


def _after(step: str) -> str:
    """What is called so that is done after a step."""
    return filled(to_say_again("what follows {step}"), {"step": step})


def _best(
    impl: Implementation,
    right: Right,
    steps: Sequence[Known],
    put: Put,
    outcome: Outcome,
    until: float,
) -> tuple[int, Outcome] | None:
    """Where the first step's right value brings most of what follows right, and what comes of it."""
    (value, *later), best = [step.value for step in steps], None
    most = _reached(outcome, right, later)
    places = [i for i, step in enumerate(outcome.reply.steps) if step.value.numel() == value.numel() and i not in put]
    for at in places[: -MOST_PLACES - 1 : -1]:
        if time.process_time() > until:
            return None
        other = impl(traced(right.case, {**put, at: value}))
        if not other.error and (reached := _reached(other, right, later)) > most:
            best, most = (at, other), reached
    return best


def _hidden(outcome: Outcome, at: int, before: Sequence[Known]) -> list[str]:
    """Of the steps before one, those that the implementation's own step is not made of, the last one first."""
    values = [outcome.reply.steps[i].value for i in (at, *_made_of(outcome, at))]
    return [one.name for one in reversed(before) if not any(alike(value, one.value) for value in values)]


def _spoilt(
    impl: Implementation, right: Right, earlier: Sequence[Known], put: Put, outcome: Outcome, at: int, mended: Outcome
) -> str:
    """The earlier step whose right value was changed before step `at` was given it, if that is all that is wrong.

    mended: what comes of it once step `at` is right.
    """
    others = {number: value for number, value in put.items() if number != at}
    for used in sorted(_made_of(outcome, at, back_to=earlier)):
        for known in reversed(earlier):
            if known.value.numel() == outcome.reply.steps[used].value.numel():
                undone = impl(traced(right.case, {**others, used: known.value}))
                if gives_the_same(undone, mended):
                    return known.name
    return ""


def _made_of(outcome: Outcome, at: int, back_to: Sequence[Known] = ()) -> set[int]:
    """The steps that a step is made of, directly or not. Those that hold a value of `back_to` are where it ends."""
    steps, found, waiting = outcome.reply.steps, set[int](), [at]
    while waiting:
        new = {i for i in steps[waiting.pop()].uses if i not in found}
        new = {i for i in new if not any(alike(steps[i].value, known.value) for known in back_to)}
        found |= new
        waiting += new
    return found


def _reached(outcome: Outcome, right: Right, later: Sequence[Tensor]) -> int:
    """How much is right: the outputs above all, then each later step."""
    return len(later) + 1 if gives_the_same(outcome, right.outcome) else sum(_holds(outcome, value) for value in later)


def _named(outcome: Outcome, names: Mapping[str, str]) -> Iterator[Known]:
    times, after = dict[str, int](), list[frozenset[str]]()
    for step in outcome.reply.steps:
        times[step.name] = n = times.get(step.name, 0) + 1
        name = names.get(step.name if n == 1 else f"{step.name} {n}", "")
        before = frozenset[str]().union(*(after[i] for i in step.uses))
        after.append(before | {name} if name else before)
        if name:
            yield Known(name, step.value, before)


def _instead(outcome: Outcome, at: int, earlier: Sequence[Known]) -> str:
    """The earlier step that stands where another one should."""
    stands = outcome.reply.steps[at].value
    return next((step.name for step in reversed(earlier) if alike(stands, step.value)), "")


def _holds(outcome: Outcome, value: Tensor) -> bool:
    return any(alike(step.value, value) for step in outcome.reply.steps)


def gives_the_same(got: Outcome, want: Outcome, bound: float = CLOSE) -> bool:
    """Whether both answer, and no output is further off than a bound, in units of its largest entry."""
    if got.error or want.error or len(got.reply.outputs) != len(want.reply.outputs):
        return False
    outputs = zip(got.reply.outputs, want.reply.outputs)
    return all(
        (mine is None) == (theirs is None)
        and (mine is None or theirs is None or (mine.shape == theirs.shape and _close(mine, theirs, bound)))
        for mine, theirs in outputs
    )


def alike(one: Tensor, other: Tensor) -> bool:
    """Whether two tensors hold the same rows, in whatever order and shape of the dimensions before the last."""
    if one.numel() != other.numel():
        return False
    if one.shape == other.shape or _close(one.flatten(), other.flatten()):
        return _close(one.flatten(), other.flatten())
    return one.shape[-1:] == other.shape[-1:] and _close(_sorted_rows(one), _sorted_rows(other))


def _sorted_rows(x: Tensor) -> Tensor:
    rows = x.reshape(-1, x.shape[-1]) if x.dim() else x.reshape(1, 1)
    return rows[rows.nan_to_num(0.0).sum(dim=1).argsort()]


def _close(one: Tensor, other: Tensor, bound: float = CLOSE) -> bool:
    finite = other[other.isfinite()]
    largest = float(finite.abs().max()) if finite.numel() else 0.0
    return torch.allclose(one, other.to(one.dtype), rtol=0.0, atol=bound * largest, equal_nan=True)
