"""Some mutants, by chance: a claim kills each that no record explains."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from random import Random

from harness.check.finding import Finding
from harness.check.trials.answers import Held
from harness.course import course
from harness.proof.mutants.explained import BadReason, path_of, reason_of, reasons
from harness.proof.mutants.fate import Fate
from harness.proof.mutants.make import Mutant
from harness.proof.mutants.prove import mutants_of, proven


def findings(held: Held, most: int, seed: int, processes: int) -> Iterator[Finding]:
    """Each that survives, of so many."""
    with contextlib.suppress(BadReason):  # which is a finding of its own
        doubtful = [mutant for file in held.todo.files for mutant in _unexplained(file)]
        some = Random(seed).sample(doubtful, min(most, len(doubtful)))
        alive = [fate for fate in proven(held.own, some, seed, processes) if not fate.killed_by]
        yield from map(_finding, sorted(alive, key=lambda fate: fate.mutant.number))


def _unexplained(file: str) -> list[Mutant]:
    known = reasons(file)
    return [mutant for mutant in mutants_of(file) if reason_of(mutant, known) is None]


def _finding(fate: Fate) -> Finding:
    one, file = fate.mutant, course().contracts[fate.mutant.class_name].file
    what = f"{one.operator}, it survives: {one.becomes or 'nothing'}"
    remedy = f"strengthen a claim until one breaks, or say in reference/mutants/{path_of(file).name} why none can"
    return Finding(course().answers / f"{file}.py", one.number, what, remedy)
