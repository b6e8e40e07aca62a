"""Which mistakes a class makes: those that have a name, and those that want one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from harness.cohort.report import Broken, Report, Rung

OWN_WORDS = re.compile(r"'[^']*'|\"[^\"]*\"|[\d.]+")


@dataclass(frozen=True)
class Misconception:
    """A mistake of one TODO, and who made it.

    shown: a claim that it breaks, with the smallest case that was found. claims: all that it breaks in the same way.
    """

    todo: int
    shown: Broken
    claims: tuple[str, ...]
    makers: tuple[Report, ...]

    @property
    def many(self) -> int:
        return len(self.makers)

    @property
    def slug(self) -> str:
        """By which a page links to it."""
        name = re.sub(r"\W+", "-", self.shown.slip) or blake2b(self.claims[0].encode(), digest_size=3).hexdigest()
        return f"todo-{self.todo}-{name}-{self.shown.gave[:6]}".rstrip("-")


def named(reports: Sequence[Report]) -> tuple[Misconception, ...]:
    """The mistakes that have a name, from the one that most have made."""
    found: dict[tuple[int, str], list[tuple[Report, Broken]]] = defaultdict(list)
    for report in reports:
        for rung in report.rungs:
            for slip, claim in {claim.slip: claim for claim in reversed(rung.named)}.items():
                found[rung.number, slip].append((report, claim))
    return _ordered(
        Misconception(todo, _smallest(made), _sentences(made), tuple(report for report, _ in made))
        for (todo, _), made in found.items()
    )


def unnamed(reports: Sequence[Report]) -> tuple[Misconception, ...]:
    """Broken claims of TODOs in which nothing has a name, together where the code gave the same.

    Several claims that break for the same submissions are one mistake.
    """
    found: dict[tuple[int, str, str], list[tuple[Report, Broken]]] = defaultdict(list)
    for report in reports:
        for rung in report.rungs:
            for claim in _nameless(rung):
                found[rung.number, claim.name, claim.gave or _gave(claim)].append((report, claim))
    together: dict[tuple[int, tuple[str, ...]], list[tuple[Report, Broken]]] = defaultdict(list)
    for (todo, *_), made in found.items():
        together[todo, tuple(report.folder for report, _ in made)] += made
    return _ordered(
        Misconception(
            todo, _smallest(made), _sentences(made), tuple({report.folder: report for report, _ in made}.values())
        )
        for (todo, _), made in together.items()
    )


def _nameless(rung: Rung) -> Sequence[Broken]:
    """The claims by which a mistake is known; of several, not those of which it is not known what the code gave."""
    if rung.named:
        return ()
    return [claim for claim in rung.broken if claim.gave] or rung.broken


def _gave(claim: Broken) -> str:
    """It stands for the digest in a report that has none."""
    return OWN_WORDS.sub("", claim.gist)


def _smallest(made: Sequence[tuple[Report, Broken]]) -> Broken:
    return min((claim for _, claim in made), key=lambda claim: (not claim.code, len(claim.details), claim.details))


def _sentences(made: Iterable[tuple[Report, Broken]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim.sentence for _, claim in made))


def _ordered(found: Iterable[Misconception]) -> tuple[Misconception, ...]:
    return tuple(sorted(found, key=lambda each: (-each.many, each.todo, each.shown.slip, each.shown.name)))
