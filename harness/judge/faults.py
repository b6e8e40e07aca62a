"""The mistakes behind the faults: each is named by what comes of the case once all other faults are made right."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Protocol, TypeAlias

from harness.case import CannotRun, Implementation
from harness.compare.close import Different
from harness.course import Todo, course
from harness.draw.example import Example, Examples, Failure
from harness.draw.recorder import Recorder
from harness.judge.locating import CASES, Fault, Repair, Right, gives_the_same, locate, traced
from harness.judge.slips import Slip

FEW = 3  # steps that a sentence lists

SECONDS = 1.0  # of CPU time, to lay mistakes over each other

Mistakes: TypeAlias = Sequence[tuple[Slip, Implementation]]
Pairs: TypeAlias = Callable[[Sequence[Slip]], Iterator[tuple[Slip, Implementation]]]


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong: the known mistake, or several as one, and where other faults of the forward pass lie, in words."""

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

    def pairs(self, slips: Sequence[Slip], replaced: Sequence[str]) -> Iterator[tuple[Slip, Implementation]]:
        """Each two of these mistakes, made in one file."""
        ...


def diagnosed(failure: Failure, impl: Recorder, todo: Todo, examples: Examples, known: Known) -> Diagnosis:
    """What is wrong with the forward pass of the class that fails, if anything is."""
    name = next((case.build.name for case in reversed(failure.cases) if case.build.name in todo.classes), None)
    passes = any(course().probes.is_plain(call) for case in failure.cases for call in case.calls)
    if name is None or not passes or isinstance(failure.exception, CannotRun):
        return Diagnosis()
    replaced, different = impl.impl.replaced, failure.exception
    of_gradient = isinstance(different, Different) and different.what.startswith("the gradient")
    of_numbers = not of_gradient and not any(case.inspected for case in failure.cases)
    mistakes = known.mistakes(name, replaced) if of_numbers else ()
    right = known.right(name, replaced)
    found = diagnose(impl, right, mistakes, examples())
    if (found.slip and not found.words) or not mistakes or not right:
        return found
    both = _pair(impl, right, mistakes, lambda slips: known.pairs(slips, replaced))
    return Diagnosis(both) if both else found


def diagnose(
    impl: Implementation, right: Sequence[Right], mistakes: Mistakes, examples: Iterable[Example]
) -> Diagnosis:
    """Locate the faults, and name those that are known. examples: of the claim that fails; a name must fit them too."""
    repairs = locate(impl, right)
    if not repairs:
        return Diagnosis()
    faults = tuple(dict.fromkeys(repairs[0].faults))
    fitting = mistakes if len(faults) > 1 else [known for known in mistakes if _fits(known[1], examples)]
    slips = [_named(impl, repairs, fault, fitting) for fault in faults]
    named = [slip for slip in slips if slip]
    unnamed = [fault for fault, slip in zip(faults, slips) if not slip]
    return Diagnosis(reduce(joined, named) if named else None, _words(unnamed, beside=bool(named)))


def _named(impl: Implementation, repairs: Sequence[Repair], fault: Fault, mistakes: Mistakes) -> Slip | None:
    """The one mistake that gives what is left of the case when all other faults are right."""
    left = [(repair.right.case, impl(repair.all_but(fault))) for repair in repairs]
    alike = [slip for slip, other in mistakes if all(gives_the_same(got, other(case)) for case, got in left)]
    return alike[0] if len({slip.title for slip in alike}) == 1 else None


def _pair(impl: Implementation, right: Sequence[Right], mistakes: Mistakes, pairs: Pairs) -> Slip | None:
    """The two mistakes that give together what the implementation gives, if no other two do."""
    until = time.process_time() + SECONDS
    asked = [(one.case, impl(traced(one.case))) for one in right]
    if all(gives_the_same(got, one.outcome) for one, (_, got) in zip(right, asked)):
        return None
    wrong = [slip for slip, other in mistakes if _differs(other, right[:CASES])]
    alike = list[Slip]()
    for both, other in pairs(wrong):
        if time.process_time() > until:
            return None
        if all(gives_the_same(got, other(case)) for case, got in asked):
            alike.append(both)
    return alike[0] if len({slip.title for slip in alike}) == 1 else None


def _differs(mistake: Implementation, right: Sequence[Right]) -> bool:
    """Whether it shows in these forward passes."""
    return not all(gives_the_same(mistake(one.case), one.outcome) for one in right)


def _fits(mistake: Implementation, examples: Iterable[Example]) -> bool:
    """Whether a mistake gives what the implementation gave in the examples of a claim, as far as it is known there."""
    try:
        asked = [pair for example in examples for pair in zip(example.cases, example.outcomes)]
        return all(gives_the_same(got, mistake(case)) for case, got in asked if len(case.calls) == 1 and not got.error)
    except LookupError:
        return True


def joined(one: Slip, other: Slip) -> Slip:
    """Two mistakes as one."""
    return replace(
        one,
        name=f"{one.title} and {other.title}",
        mistake=f"{one.mistake} {other.mistake}",
        hint=f"{one.hint} {other.hint}",
    )


def _words(faults: Sequence[Fault], beside: bool) -> str:
    """Where the faults lie that have no name. beside: others have one."""
    places = [_place(fault) for fault in faults]
    if not places:
        return ""
    if beside:
        return f"Besides, a fault lies in {places[0]}."
    if len(places) > 1:
        return f"Two faults: one lies in {places[0]}, the other in {places[1]}. Once both are right, so is the output."
    return f"The fault lies in {places[0]}. Once that is right, so is the output."


def _place(fault: Fault) -> str:
    if fault.instead:
        return f"{fault.steps[0]}: its place is taken by {fault.instead}"
    if len(fault.steps) > FEW:
        return f"what stands between {fault.steps[-1]} and {fault.steps[0]}, both included"
    return " or ".join(reversed(fault.steps))
