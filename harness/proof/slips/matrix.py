"""The kill matrix: which mistake is caught by which TODO's claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from harness.judge.slips import Slip
from harness.proof.trial import Found

Mark = Literal["caught", "blocked", "not started", "held", "untouched"]


@dataclass(frozen=True)
class Cell:
    """What became of one implementation at one TODO.

    `found` is None where nothing was run, because the TODO's claims never import the file that is changed: the verdict
    is that of the answers.
    """

    found: tuple[Found, ...] | None

    @property
    def mark(self) -> Mark:
        if self.found is None:
            return "untouched"
        verdicts = {found.verdict for found in self.found}
        if "broken" in verdicts:
            return "caught"
        if "not started" in verdicts:
            return "not started"
        return "blocked" if "blocked" in verdicts else "held"

    @property
    def caught_by(self) -> tuple[Found, ...]:
        return tuple(found for found in self.found or () if found.verdict == "broken")

    def tells_of(self, claim: str) -> bool:
        """Whether this claim was run."""
        return any(found.claim == claim for found in self.found or ())

    @property
    def first_word(self) -> str:
        """The first claim that doesn't hold, and why."""
        found = next(found for found in self.found or () if found.verdict != "held")
        return f"{found.claim}: {found.message}"


@dataclass(frozen=True)
class Row:
    """One implementation at each TODO. `slip` is None for the answers and for the skeleton."""

    name: str
    slip: Slip | None
    cells: Mapping[int, Cell]

    @property
    def own(self) -> Cell:
        """A slip at its own TODO."""
        assert self.slip is not None
        return self.cells[self.slip.todo.number]

    @property
    def caught_by(self) -> frozenset[str]:
        """The claims that catch it, of whatever TODO."""
        return frozenset(found.claim for cell in self.cells.values() for found in cell.caught_by)

    @property
    def drawn(self) -> int | None:
        """The drawn examples after which a slip dies, by the quickest of the claims that were run."""
        return min((found.drawn for found in self.own.caught_by), default=None)

    @property
    def called(self) -> Slip | None:
        """The mistake that the board names: that of the first claim that breaks."""
        return next((found.slip for found in self.own.caught_by), None)

    @property
    def is_named(self) -> bool:
        """Whether the board names this mistake, however it is made."""
        return self.slip is not None and self.called is not None and self.called.title == self.slip.title

    @property
    def misnamed(self) -> tuple[tuple[str, Slip], ...]:
        """The claims of its own TODO that call it by the name of another, and that."""
        names = ((found.claim, found.slip) for found in self.own.caught_by)
        return tuple((claim, slip) for claim, slip in names if slip and self.slip and slip.title != self.slip.title)

    @property
    def strays(self) -> tuple[int, ...]:
        """The TODOs that fail a slip which is not theirs."""
        assert self.slip is not None
        own = self.slip.todo.number
        return tuple(n for n, cell in self.cells.items() if n != own and cell.mark in ("caught", "not started"))


@dataclass(frozen=True)
class Matrix:
    """The answers, the skeleton and the slips. `claims` names those of each TODO; `whole` says that all were tried, but
    for `sampled`, which were tried on some slips. `busy` claims catch a slip besides."""

    answers: Row
    skeleton: Row
    slips: tuple[Row, ...]
    claims: Mapping[int, tuple[str, ...]]
    whole: bool
    sampled: frozenset[str] = frozenset()
    busy: frozenset[str] = frozenset()

    @property
    def survivors(self) -> tuple[Row, ...]:
        return tuple(row for row in self.slips if row.own.mark != "caught")

    def caught_by(self, claim: str) -> Sequence[Row]:
        """The slips that break a claim."""
        return [row for row in self.slips if any(found.claim == claim for found in row.own.caught_by)]

    def catches_any(self, claim: str) -> bool:
        """Whether a claim was seen to catch a slip."""
        return claim in self.busy or bool(self.caught_by(claim))

    def complaints(self) -> Iterator[str]:
        """What is wrong with the tests, or with the bank."""
        for row in self.survivors:
            yield f"{row.name}: it survives. Either nothing tells it from the answers, or a claim is missing"
        for row in self.slips:
            for number in row.strays:
                yield f"{row.name}: TODO {number} catches it too, by {row.cells[number].first_word}"
            for claim, slip in row.misnamed:
                yield f"{row.name}: {claim} calls it {slip.title}"
        if self.whole:
            yield from self._complaints_about_the_tests()

    def _complaints_about_the_tests(self) -> Iterator[str]:
        for number, its_claims in self.claims.items():
            answers, skeleton = self.answers.cells[number], self.skeleton.cells[number]
            if answers.mark != "held":
                yield f"TODO {number}: the answers fail {answers.first_word}"
            if skeleton.mark != "not started":
                yield f"TODO {number}: the skeleton is {skeleton.mark}, expected not started"
            for claim in its_claims if self._has_slips(number) else ():
                if not self.catches_any(claim) and claim not in self.sampled:
                    yield f"TODO {number}: {claim} catches no slip. Prove it by a new one, or delete it"

    def _has_slips(self, number: int) -> bool:
        return any(row.slip is not None and row.slip.todo.number == number for row in self.slips)
