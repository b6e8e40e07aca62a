"""Tries mutants by the claims of their own TODO, in forked processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from harness.course import Todo, course
from harness.draw.recorder import Recorder
from harness.draw.replayable import Cached, make_replayable
from harness.draw.suite import Claim, claims_of
from harness.load.files import files_of
from harness.proof.claims import Proof
from harness.proof.mutants.explained import reason_of, reasons
from harness.proof.mutants.fate import Fate
from harness.proof.mutants.make import Mutant, mutants
from harness.proof.mutants.second_look import differs, drawn
from harness.proof.trial import first_broken
from harness.proof.workers import forked
from harness.run.in_process import InProcess

TOGETHER = 20  # mutants that a process tries


def mutants_of(file: str) -> list[Mutant]:
    """Those of a file of the answers."""
    return list(mutants(files_of(course().answers).sources[file]))


def over(mutant: Mutant) -> InProcess:
    """The answers with a mutant in them."""
    return InProcess(course().answers, files=files_of(course().answers).changed({_file(mutant): mutant.source}))


def held(todo: Todo, seed: int) -> tuple[Claim, ...]:
    """The claims of a TODO with their draws known. Raises what one says where the answers do not hold it."""
    answers = InProcess(course().answers)
    return make_replayable(claims_of(todo, course().root / "tests", answers), answers, seed)


def proven(claims: Sequence[Claim], some: Sequence[Mutant], seed: int, processes: int) -> Iterator[Fate]:
    """What becomes of some mutants of a TODO, those that are said to be equal last. Raises BadReason."""
    doubted = list[Fate]()
    for fate in _tried(claims, some, seed, processes):
        if fate.verdict == "equal":
            doubted.append(fate)
        else:
            yield fate
    yield from _looked_at_again(claims, doubted, processes)


def _tried(claims: Sequence[Claim], some: Sequence[Mutant], seed: int, processes: int) -> Iterator[Fate]:
    """Each up to a claim that it breaks, among those that run its file."""
    proof = Proof({claim.todo.number: tuple(claims) for claim in claims})
    reached = {file: [claim for its in proof.reached_by(file).values() for claim in its] for file in map(_file, some)}
    known = {file: reasons(file) for file in reached}

    def work(part: Sequence[Mutant]) -> list[str]:
        return list(_killers(part, reached, seed))

    parts = [some[i : i + TOGETHER] for i in range(0, len(some), TOGETHER)]
    for part, killed_by in forked(work, parts, processes):
        yield from map(Fate, part, [reason_of(mutant, known[_file(mutant)]) for mutant in part], killed_by)


def _killers(some: Sequence[Mutant], reached: Mapping[str, Sequence[Claim]], seed: int) -> Iterator[str]:
    """The claim that kills each, empty where none does. Those that killed lately come first, the long ones last."""
    kills = Counter[str]()
    for lately, mutant in enumerate(some):
        in_turn = sorted(reached[_file(mutant)], key=lambda one: (one.takes_long, -kills[one.name], not one.compares))
        found = first_broken(Recorder(over(mutant)), in_turn, seed)
        yield found.claim if found else ""
        if found:
            kills[found.claim] = lately + 1


def _looked_at_again(claims: Sequence[Claim], doubted: Sequence[Fate], processes: int) -> Iterator[Fate]:
    """Each that is said to be equal, and whether it differs from the answers in a drawn case."""
    answers = Cached(InProcess(course().answers))
    cases = {name: drawn(claims, name, answers) for name in {fate.mutant.class_name for fate in doubted}}

    def work(fate: Fate) -> bool:
        return differs(over(fate.mutant), answers, cases[fate.mutant.class_name])

    for fate, apart in forked(work, doubted, processes):
        yield replace(fate, differs=apart)


def _file(mutant: Mutant) -> str:
    return course().contracts[mutant.class_name].file
