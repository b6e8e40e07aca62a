"""The claims of a course, made ready to be put to many implementations, and the files of the answers that each runs."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from harness.case import NeverRuns, Refuted
from harness.course import course
from harness.draw.recorder import Recorder
from harness.draw.replayable import make_replayable
from harness.draw.suite import Claim, claims
from harness.judge.dependencies import closure
from harness.run.in_process import InProcess

EXAMPLES = 2  # of a claim whose draws are not known: they show which files it runs

ByTodo: TypeAlias = Mapping[int, tuple[Claim, ...]]


class NotHeld(Exception):
    """The answers are wrong, or a claim is: there is nothing to hold slips against."""


@dataclass(frozen=True)
class Proof:
    """What there is to prove: the claims of each TODO."""

    claims: ByTodo

    @classmethod
    def of(cls) -> Proof:
        """Load the claims of the course, and warm them up by two examples each over the answers."""
        impl = InProcess(course().answers)
        loaded = claims(course().root / "tests", impl)
        return cls({number: tuple(asking(claim, impl, seed=0) for claim in its) for number, its in loaded.items()})

    @classmethod
    def replaying(cls, seed: int, long: bool = True) -> Proof:
        """Load the claims of the course, and put those that don't race to the answers: what they draw is known.

        long: also those that train. Raises NotHeld where an answer does not hold a claim.
        """
        impl = InProcess(course().answers)
        found = dict(claims(course().root / "tests", impl))
        for number, its_claims in found.items():
            try:
                found[number] = tuple(_drawn(claim, impl, seed, long) for claim in its_claims)
            except (AssertionError, NeverRuns, Refuted) as error:
                raise NotHeld(f"the answers do not hold TODO {number}, see pytest --impl=reference: {error}") from error
        return cls(found)

    @property
    def each(self) -> Iterator[Claim]:
        return (claim for its_claims in self.claims.values() for claim in its_claims)

    def reached_by(self, file: str) -> ByTodo:
        """The claims that run a file of the answers. No other verdict can depend on it."""
        reached = {
            number: tuple(claim for claim in its_claims if file in self._files[claim.name])
            for number, its_claims in self.claims.items()
        }
        return {number: its_claims for number, its_claims in reached.items() if its_claims}

    @cached_property
    def _files(self) -> Mapping[str, frozenset[str]]:
        """The files that each claim runs; where it is not known what it asks, all that its TODO imports."""
        answers = InProcess(course().answers)
        return {claim.name: frozenset(closure(answers, _asked(claim) or claim.todo.files)) for claim in self.each}


def _asked(claim: Claim) -> set[str]:
    """The files of the classes that it is known to ask for."""
    parts = (part for cases in claim.check.asked for case in cases for part in case.build.parts if not part.stand_in)
    return {course().contracts[part.name].file for part in parts}


def _drawn(claim: Claim, impl: InProcess, seed: int, long: bool) -> Claim:
    return claim if claim.takes_long and not long else make_replayable((claim,), impl, seed)[0]


def asking(claim: Claim, impl: InProcess, seed: int) -> Claim:
    """The claim, with what it asks in its first examples."""
    with contextlib.redirect_stdout(io.StringIO()):
        examples = replace(claim.check, seed=seed).first_examples(Recorder(impl), EXAMPLES)
    return replace(claim, check=replace(claim.check, asked=tuple(example.cases for example in examples)))
