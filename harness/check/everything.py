"""All that is checked, the quick things first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from harness.check.finding import Finding
from harness.check.scope import Scope
from harness.check.texts import (
    alternates,
    contract,
    handout,
    hints,
    kit,
    ladder,
    mutants,
    open_places,
    questions,
    records,
    skeleton,
    slips,
    translations,
)
from harness.check.trials import idle, right, steps, strays
from harness.check.trials import mutants as survivors
from harness.check.trials import slips as trials
from harness.check.trials.answers import Held
from harness.course import Todo

MOST = 30  # slips of a check, and mutants; `prove slips` and `prove mutants` try all

TEXTS: tuple[Callable[[Scope], Iterator[Finding]], ...] = (
    open_places.findings,
    records.findings,
    hints.findings,
    slips.findings,
    alternates.findings,
    mutants.findings,
    skeleton.findings,
    handout.findings,
    questions.findings,
    ladder.findings,
    kit.findings,
    translations.findings,
)


def findings(scope: Scope, seed: int, processes: int) -> Iterator[Finding]:
    """All that is missing or wrong. Without contract, answer and claims there is nothing else to look at."""
    unpromised = list(contract.findings(scope))
    yield from unpromised
    if not unpromised:
        yield from read(scope)
        for todo in scope.todos:  # one after another: what the answers give to all draws takes much memory
            yield from seen(todo, MOST // len(scope.todos), seed, processes)


def read(scope: Scope) -> Iterator[Finding]:
    """What is seen in the files."""
    for look in TEXTS:
        yield from look(scope)


def seen(todo: Todo, most: int, seed: int, processes: int) -> Iterator[Finding]:
    """What is seen when the claims of a TODO run. most: slips that are tried, and mutants."""
    held, bank = Held(todo, seed), slips.sound(todo)
    yield from held.findings
    yield from steps.findings(todo)
    tried = trials.caught(bank, held, most, seed, processes)
    yield from trials.findings(tried)
    yield from idle.findings(tried, bank, held, seed, processes)
    yield from strays.findings(bank, held, seed, processes)
    yield from right.findings(held, seed, processes)
    yield from survivors.findings(held, most, seed, processes)
