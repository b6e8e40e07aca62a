"""The mistakes behind the faults: one, or two in one file, that give what the implementation gives; else the place."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from harness.case import CannotRun, Case, Implementation, Outcome
from harness.compare.close import RELATIVE, Different
from harness.course import Todo, course
from harness.draw.example import Example, Examples, Failure
from harness.draw.recorder import Recorder
from harness.judge.locating import Fault, Right, alike, gives_the_same, locate
from harness.judge.slips import Slip, one_mistake
from harness.language.lists import one_of
from harness.language.speech import say, say_again

FEW = 3  # steps that a sentence lists

SECONDS = 1.0  # of CPU time, to lay mistakes over each other

Asked: TypeAlias = Sequence[tuple[Case, Outcome]]
Pairs: TypeAlias = Callable[[Sequence[Slip], Sequence[Slip], Sequence[str]], Iterable[tuple[Slip, Implementation]]]
Mistakes: TypeAlias = Sequence[tuple[Slip, Implementation]]


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong: the known mistake, or two as one; or else where the faults of the forward pass lie, in words."""

    slip: Slip | None = None
    words: str = ""


class Known(Protocol):
    """What is known of the forward passes of a class, around which these classes are replaced by stand-ins."""

    def right(self, class_name: str, replaced: Sequence[str]) -> Sequence[Right]:
        """Some of them, and what the answers make of them."""
        ...

    def mistakes(self, class_name: str, replaced: Sequence[str]) -> Mistakes:
        """The known mistakes; they can be put the same ones."""
        ...


def diagnosed(
    failure: Failure, impl: Recorder, todo: Todo, examples: Examples, known: Known, pairs: Pairs | None = None
) -> Diagnosis:
    """What is wrong with the forward pass of the class that fails, if anything is.

    pairs: each of some mistakes with each of others, made in one file, where these can be made.
    """
    name = next((case.build.name for case in reversed(failure.cases) if case.build.name in todo.classes), None)
    passes = any(course().probes.is_plain(call) for case in failure.cases for call in case.calls)
    if name is None or not passes or isinstance(failure.exception, CannotRun):
        return Diagnosis()
    replaced, different = impl.impl.replaced, failure.exception
    right = known.right(name, replaced)
    of_gradient = isinstance(different, Different) and different.what.startswith("the gradient")
    if not of_gradient and not any(case.inspected for case in failure.cases):
        asked = [(one.case, impl(one.case)) for one in right]
        wrong = [one for one, (_, got) in zip(right, asked) if not gives_the_same(got, one.outcome)]
        if not wrong:
            return Diagnosis()
        mistakes = known.mistakes(name, replaced)
        single = _single(asked, mistakes, examples())
        if slip := one_mistake(single):
            return Diagnosis(slip)
        if pairs and not single and (both := _two(asked, impl, wrong, mistakes, pairs)):
            return Diagnosis(both)
    return Diagnosis(words=located(locate(impl, right)))


def located(faults: Sequence[Fault]) -> str:
    """Where the faults lie."""
    places = [_place(fault) for fault in faults]
    if len(places) > 1:
        one, other = places
        return say(
            "Two places are off: {one}, and {other}. Once both are right, so is the output.", one=one, other=other
        )
    return say("The fault lies in {place}. Once that is right, so is the output.", place=places[0]) if places else ""


def _single(asked: Asked, mistakes: Mistakes, examples: Iterable[Example]) -> list[Slip]:
    """The mistakes that give what was got, also where a claim asked for it."""
    return [slip for slip, other in mistakes if _gives(other, asked) and _fits(other, examples)]


def _two(asked: Asked, impl: Recorder, wrong: Sequence[Right], mistakes: Mistakes, pairs: Pairs) -> Slip | None:
    """The two mistakes that give together what was got, if no other two do."""
    most = max(wrong, key=lambda one: len([*one.wrong_steps(impl)]))
    shown = [(slip, other) for slip, other in mistakes if not gives_the_same(other(most.case), most.outcome)]
    found, until = list[Slip](), time.process_time() + SECONDS
    for both, other in pairs(_beginning(impl, most, shown), [slip for slip, _ in shown], impl.impl.replaced):
        if time.process_time() > until:
            return None
        found += [both] if _gives(other, asked) else []
    return one_mistake(found)


def _beginning(impl: Implementation, wrong: Right, mistakes: Mistakes) -> list[Slip]:
    """The mistakes with which the implementation begins: their first wrong step is one of its own."""
    if not wrong.steps:
        return []
    own = [*wrong.wrong_steps(impl)]
    firsts = ((slip, next(wrong.wrong_steps(other), None)) for slip, other in mistakes)
    return [slip for slip, first in firsts if first is not None and any(alike(first, step) for step in own)]


def _gives(mistake: Implementation, asked: Asked) -> bool:
    return all(gives_the_same(got, mistake(case), RELATIVE) for case, got in asked)


def _fits(mistake: Implementation, examples: Iterable[Example]) -> bool:
    """Whether a mistake gives what the implementation gave in the examples of a claim, as far as it is known there."""
    try:
        asked = (pair for example in examples for pair in zip(example.cases, example.outcomes))
        return _gives(mistake, [(case, got) for case, got in asked if len(case.calls) == 1 and not got.error])
    except LookupError:
        return True


def joined(one: Slip, other: Slip) -> Slip:
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


def _place(fault: Fault) -> str:
    steps = [*map(say_again, fault.steps)]
    if fault.instead:
        return say("{step}: its place is taken by {instead}", step=steps[0], instead=say_again(fault.instead))
    if len(steps) > FEW:
        return say("what stands between {first} and {last}, both included", first=steps[-1], last=steps[0])
    return one_of(steps[::-1])
