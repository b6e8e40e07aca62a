"""A slip is judged alike in each language: by the same verdicts, and by the same name; the words alone are other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeAlias

from harness.judge.judge import judge
from harness.judge.naming import Names
from harness.judge.slips import Slip
from harness.language.speech import speaking
from harness.proof.claims import ByTodo, Proof
from harness.proof.slips.plan import Job, at_home, together
from harness.proof.slips.prove import SharedBank
from harness.proof.workers import forked

WORDS = frozenset(("message", "headline", "code", "sentence", "called", "mistake", "hint"))  # in a reader's language

Facts: TypeAlias = Mapping[str, Any]  # what the results keep of a claim, but for words


@dataclass(frozen=True)
class Spoken:
    """A slip at its own TODO, up to the first claim that it breaks: the facts of each claim, by language."""

    slip: Slip
    facts: Mapping[str, Sequence[Facts]]

    @property
    def named(self) -> bool:
        """Whether it has a name in each language."""
        return all(any(of_claim["slip"] for of_claim in found) for found in self.facts.values())

    @property
    def complaints(self) -> Iterator[str]:
        """Each fact that is another in a second language than in the first."""
        (first, known), *others = self.facts.items()
        for language, found in others:
            for one, other in zip(known, found):
                for name in (name for name in one if one[name] != other[name]):
                    said = f"{name} is {one[name]!r} in {first}, and {other[name]!r} in {language}"
                    yield f"{self.slip.class_name}: {self.slip.label}: {one['name']}: {said}"


def spoken(proof: Proof, bank: Sequence[Slip], languages: Sequence[str], seed: int, processes: int) -> Iterator[Spoken]:
    """Each slip, judged once in each language by claims that neither train nor race: those give no name."""

    def work(jobs: tuple[Job, ...]) -> list[Spoken]:
        names = {language: SharedBank() for language in languages}
        return [_spoken(job, seed, names) for job in jobs]

    jobs = [Job(slip, _quick(proof, slip)) for slip in bank]
    for _, found in forked(work, together(jobs), processes):
        yield from found


def _quick(proof: Proof, slip: Slip) -> ByTodo:
    home = at_home(proof, slip)
    return {number: tuple(claim for claim in its if not claim.takes_long) for number, its in home.items()}


def _spoken(job: Job, seed: int, names: Mapping[str, Names]) -> Spoken:
    assert isinstance(job.what, Slip)
    return Spoken(job.what, {language: [*_facts(job, seed, language, names[language])] for language in names})


def _facts(job: Job, seed: int, language: str, names: Names) -> Iterator[Facts]:
    with speaking(language):
        for claim in (claim for its in job.claims.values() for claim in its):
            judgement = judge(replace(claim.check, seed=seed), job.impl, claim.todo, names, shrinking=0.0)
            kept = asdict(judgement.told(claim.name, None, seconds=0.0, seed="", replay="", planned=0))
            yield {name: value for name, value in kept.items() if name not in WORDS}
            if judgement.broken:
                return
