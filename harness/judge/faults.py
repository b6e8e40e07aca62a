"""The mistakes behind the faults: one, or two in one file, that give what the implementation gives; else the place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from harness.case import CannotRun, Implementation
from harness.compare.close import Different
from harness.course import Todo, course
from harness.draw.example import Failure
from harness.judge.locating import Fault, Right, gives_the_same, locate
from harness.judge.pairs import Asked, Mistakes, gives
from harness.judge.slips import Slip, one_mistake
from harness.language.lists import one_of
from harness.language.speech import say, say_again

FEW = 3  # steps that a sentence lists

Two: TypeAlias = Callable[[Asked, Sequence[Right], Implementation, Mistakes], Slip | None]


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong: the known mistake, or two as one; or else where the faults of the forward pass lie, in words."""

    slip: Slip | None = None
    words: str = ""


@dataclass(frozen=True)
class Passes:
    """What is known of the forward passes of one class of an implementation, each thing found once.

    right: some of them, and what the answers make of them. two: finds two mistakes, where they can be made in one file.
    """

    impl: Implementation
    right: Sequence[Right]
    mistakes: Mistakes
    two: Two | None = None

    @cached_property
    def asked(self) -> Asked:
        return [(one.case, self.impl(one.case)) for one in self.right]

    @cached_property
    def wrong(self) -> Sequence[Right]:
        return [one for one, (_, got) in zip(self.right, self.asked) if not gives_the_same(got, one.outcome)]

    @cached_property
    def single(self) -> Mistakes:
        """The mistakes that give the same."""
        return [(slip, other) for slip, other in self.mistakes if gives(other, self.asked)]

    @cached_property
    def both(self) -> Slip | None:
        """The two mistakes that give the same."""
        return self.two(self.asked, self.wrong, self.impl, self.mistakes) if self.two else None

    @cached_property
    def words(self) -> str:
        """Where the faults lie."""
        return located(locate(self.impl, self.right))


def diagnosed(
    failure: Failure, todo: Todo, passes: Callable[[str], Passes], fits: Callable[[Slip, Implementation], bool]
) -> Diagnosis:
    """What is wrong with the forward pass of the class that fails, if anything is.

    passes: what is known of those of a class. fits: whether a mistake is one also to the claim.
    """
    name = next((case.build.name for case in reversed(failure.cases) if case.build.name in todo.classes), None)
    plain = any(course().probes.is_plain(call) for case in failure.cases for call in case.calls)
    if name is None or not plain or isinstance(failure.exception, CannotRun):
        return Diagnosis()
    known, different = passes(name), failure.exception
    of_gradient = isinstance(different, Different) and different.what.startswith("the gradient")
    if not of_gradient and not any(case.inspected for case in failure.cases):
        if not known.wrong:
            return Diagnosis()
        single = [slip for slip, other in known.single if fits(slip, other)]
        if found := one_mistake(single) or (None if single else known.both):
            return Diagnosis(found)
    return Diagnosis(words=known.words)


def located(faults: Sequence[Fault]) -> str:
    """Where the faults lie."""
    places = [_place(fault) for fault in faults]
    if len(places) > 1:
        one, other = places
        return say(
            "Two places are off: {one}, and {other}. Once both are right, so is the output.", one=one, other=other
        )
    return say("The fault lies in {place}. Once that is right, so is the output.", place=places[0]) if places else ""


def _place(fault: Fault) -> str:
    steps = [*map(say_again, fault.steps)]
    if fault.instead:
        return say("{step}: its place is taken by {instead}", step=steps[0], instead=say_again(fault.instead))
    if len(steps) > FEW:
        return say("what stands between {first} and {last}, both included", first=steps[-1], last=steps[0])
    return one_of(steps[::-1])
