"""The name of a mistake: the one of the bank, if there is exactly one, that gives what a failing answer gives."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol, TypeAlias

import torch

from harness.case import Case, Error, Implementation, NeverRuns, Outcome, Reply
from harness.compare.close import assert_same_tensors, pairs
from harness.course import Todo, course
from harness.draw.check import Check
from harness.draw.example import Examples, Failure
from harness.draw.recorder import Recorder
from harness.judge.faults import Diagnosis, Passes, diagnosed
from harness.judge.locating import forward_passes
from harness.judge.pairs import gives, two
from harness.judge.slips import Slip, one_mistake, slips
from harness.load.files import files_of
from harness.run.implementation import Subject
from harness.run.in_process import InProcess

FAR = 0.1  # of the largest entry: rounding never moves an outcome so far
EXAMPLES = 20  # of the claim, besides the smallest that fails

Asked: TypeAlias = tuple[Case, Outcome]


class Names(Protocol):
    """Knows mistakes."""

    def diagnose(self, check: Check, failure: Failure, impl: Recorder, todo: Todo, examples: Examples) -> Diagnosis:
        """The one known mistake that gives what this implementation gives, where it fails this check; or else where in
        the forward pass its faults lie.

        examples: draws the first of the check, at the first call.
        """
        ...


class Bank:
    """The slips beside a folder of answers, or those of them that are given."""

    def __init__(self, answers: Path, known: Sequence[Slip] | None = None) -> None:
        self._answers = answers
        self._files = files_of(answers)
        self._slips = slips(answers / "slips") if known is None else known
        self._implementations: dict[Slip, InProcess] = {}
        self._passes = lru_cache(maxsize=1)(self._passes_of)

    def diagnose(self, check: Check, failure: Failure, impl: Recorder, todo: Todo, examples: Examples) -> Diagnosis:
        if isinstance(failure.exception, NeverRuns):
            return Diagnosis()
        if slip := self._name(failure, impl, todo, examples):
            return Diagnosis(slip)

        def fits(slip: Slip, other: Implementation) -> bool:
            """Whether it gives what was got where the claim asked, too."""
            asked = [pair for example in examples() for pair in zip(example.cases, example.outcomes)]
            return gives(other, [(case, got) for case, got in asked if len(case.calls) == 1 and not got.error])

        return diagnosed(failure, todo, partial(self._passes, impl.impl), fits)

    def _passes_of(self, impl: Subject, class_name: str) -> Passes:
        replaced = impl.replaced
        known = [slip for slip in self._slips if slip.class_name == class_name]
        mistakes, answers = [(slip, self.implementation(slip, replaced)) for slip in known], self._over(replaced)
        over = partial(Slip.over, answers=self._answers, files=self._files, replaced=replaced)
        right = forward_passes(course().probes.telling({class_name}), answers)
        return Passes(impl, right, mistakes, partial(two, answers=answers, over=over))

    def _name(self, failure: Failure, impl: Recorder, todo: Todo, examples: Examples) -> Slip | None:
        """The slip whose outcomes are the answer's own, in the smallest failing example and in others."""
        asked = [*zip(failure.cases, failure.outcomes)]
        asked += [pair for example in examples()[:EXAMPLES] for pair in zip(example.cases, example.outcomes)]
        asked.sort(key=lambda pair: _size(pair[0]))  # small cases tell most slips apart, and cost little
        classes = {case.build.name for case, _ in asked}
        candidates = [slip for slip in self._slips if slip.todo == todo and slip.class_name in classes]
        alike = self._alike(candidates, impl, asked)
        if any(course().probes.is_plain(call) for case in failure.cases for call in case.calls):
            plain = _put(impl, course().probes.telling({slip.class_name for slip in alike}))
            alike, asked = self._alike(alike, impl, plain), [*asked, *plain]
        if alike and not one_mistake(alike):
            others = _put(impl, course().probes.others({slip.class_name for slip in alike}))
            alike, asked = self._alike(alike, impl, others), [*asked, *others]
        found = one_mistake(alike)
        return found if found and not self._right(impl, asked) else None

    def _over(self, replaced: Sequence[str]) -> InProcess:
        return InProcess(self._answers, replaced, self._files)

    def _right(self, impl: Recorder, asked: Iterable[Asked]) -> bool:
        """Whether these are the answers' own outcomes: then what failed, such as a race, is none of the slips."""
        answers = self._over(impl.impl.replaced)
        return all(is_same(got, answers, case) for case, got in asked)

    def _alike(self, candidates: Sequence[Slip], impl: Recorder, asked: Sequence[Asked]) -> list[Slip]:
        replaced = impl.impl.replaced
        return [
            slip
            for slip in candidates
            if all(is_same(got, self.implementation(slip, replaced), case) for case, got in asked)
        ]

    def implementation(self, slip: Slip, replaced: Sequence[str]) -> Implementation:
        """The answers with this slip in them, and with these classes replaced."""
        if slip not in self._implementations:
            self._implementations[slip] = slip.over(self._answers, self._files)
        return self._implementations[slip].over(replaced)


def _size(case: Case) -> tuple[int, int]:
    """How much it takes to build and to run it."""
    sizes = [size for part in case.build.parts for size in part.args.values() if isinstance(size, int)]
    return max(sizes, default=0), sum(tensor.numel() for tensor in case.tensors)


def _put(impl: Implementation, cases: Sequence[Case]) -> list[Asked]:
    return [(case, impl(case)) for case in cases]


def is_same(got: Outcome, other: Implementation, case: Case) -> bool:
    """Whether an outcome is what another implementation gives: numbers, errors and what is left behind."""
    want = other(case)
    if got.error is not None or want.error is not None:
        return _same_error(got.error, want.error)
    if (got.state, got.held) != (want.state, want.held) or list(map(_left, got.done)) != list(map(_left, want.done)):
        return False
    try:
        assert_same_tensors(got, other, case, FAR)
        return all(torch.equal(mine.isnan(), theirs.isnan()) for _, mine, theirs in pairs(case, got, want))
    except (AssertionError, NeverRuns):  # also where it cannot be run with rounding added
        return False


def _same_error(got: Error | None, want: Error | None) -> bool:
    """At one stage, of one kind, from one file; in the same words, but where both are the classes' own."""
    if got is None or want is None:
        return got is want
    own = got.raised and want.raised
    return _origin(got) == _origin(want) and (own or got.message == want.message)


def _origin(error: Error) -> tuple[str, list[str], list[str]]:
    return error.stage, _built_in(error), [frame.file for frame in error.frames[-1:]]


def _built_in(error: Error) -> list[str]:
    return [kind for kind in error.kinds if hasattr(builtins, kind)]


def _left(reply: Reply) -> tuple[object, ...]:
    left = reply.attached, set(reply.logged), reply.altered, reply.random_state if reply.drew else ""
    return *left, reply.operations, reply.flops
