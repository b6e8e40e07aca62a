"""What a run found, TODO by TODO: the one model that every report is written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import takewhile
from types import MappingProxyType
from typing import Any, Literal

from harness.course import Todo, course
from harness.language.lists import all_of
from harness.language.speech import say, say_again

Verdict = Literal["held", "broken", "blocked", "not started"]
State = Literal["done", "failing", "blocked", "not started", "not run"]


class Telling(IntEnum):
    """How much a broken claim says of what to mend, from most to least."""

    NAMED = 0
    BUILT = 1  # it stops, or what it keeps is not as promised: nothing that it gives can be right
    LOCATED = 2
    COMPARED = 3
    DERIVED = 4


@dataclass(frozen=True)
class Claim:
    """One claim about one TODO, and what became of it.

    `waits_for` holds the TODOs without which it cannot be judged, its own among them where a method of that is still to
    be written. `leans_on` holds the earlier TODOs that may be to blame where it is broken. `replaced` holds those in
    whose classes' place stand-ins had to be put for it to hold. `planned` is the number of claims that the TODO has in
    all. `about` is the open method (Class.method) that it ran into. `file` (without .py) and `line` say where a broken
    claim stopped, if it did. `message` says what differs, `headline` what stops, where something does, and `code` is
    Python that shows it. `slip` is the English name of the known mistake that a broken claim was traced to; `called`,
    `mistake` and `hint` are what the bank says of it, in the reader's language. `telling` is a Telling. `subject` is
    the class that it is about, where it is graded.
    `gave` is a digest of what the code gave, where a broken claim has no name. `used` is what does the work and is
    torch's own, by its English name, where a claim holds.
    """

    todo: int
    name: str
    sentence: str
    verdict: Verdict
    seconds: float
    seed: str
    message: str = ""
    headline: str = ""
    code: str = ""
    replay: str = ""
    waits_for: tuple[int, ...] = ()
    leans_on: tuple[int, ...] = ()
    replaced: tuple[int, ...] = ()
    about: str = ""
    file: str = ""
    line: int = 1
    planned: int = 0
    slip: str = ""
    called: str = ""
    mistake: str = ""
    hint: str = ""
    telling: int = int(Telling.DERIVED)
    subject: str = ""
    gave: str = ""
    used: tuple[str, ...] = ()

    @classmethod
    def read(cls, fields: Mapping[str, Any]) -> Claim:
        """From JSON, which knows no tuples."""
        tuples: dict[str, Any] = {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
        return cls(**{**fields, **tuples})

    @property
    def topic(self) -> str:
        """What it is about, while it does not hold: the open method that it ran into, or what it claims."""
        return self.about or self.name

    @property
    def words(self) -> str:
        """What is said of it in prose."""
        return told(self.message, self.known, self.mistake, self.hint)

    @property
    def known(self) -> str:
        """What its known mistake is called, if it has one."""
        return self.called or self.slip

    @property
    def said(self) -> str:
        """All that is said of it."""
        return self.words + to_try(self.code)

    @property
    def details(self) -> str:
        """What differs, and the code that shows it."""
        return self.message + to_try(self.code)


def told(message: str, called: str, mistake: str, hint: str) -> str:
    """What differs, after the mistake by its name, where it has one."""
    if not called:
        return message
    known = say("Known mistake: {name}. {mistake}\nHint: {hint}", name=called, mistake=mistake, hint=hint)
    return f"{known}\n\n{message}"


def to_try(code: str) -> str:
    """Python to paste, under what is said."""
    return f"\n\n{say('Try it:')}\n\n{code}" if code else ""


@dataclass(frozen=True)
class Rung:
    """One TODO and its claims, judged."""

    todo: Todo
    claims: tuple[Claim, ...]
    state: State
    blocked_by: int | None = None

    @property
    def held(self) -> int:
        return sum(claim.verdict == "held" for claim in self.claims)

    @property
    def planned(self) -> int:
        return max((claim.planned for claim in self.claims), default=0)

    @property
    def points(self) -> int:
        """All of them for a TODO that is done, else none: a claim that holds of a wrong answer is worth nothing."""
        return self.todo.points if self.state == "done" else 0

    @property
    def used(self) -> tuple[str, ...]:
        """What does the work and is torch's own, by its English name."""
        return tuple(dict.fromkeys(name for claim in self.claims for name in claim.used))

    @property
    def first_unmet(self) -> Claim | None:
        """The claim to look at first: a broken one before one that is not started, and the one that tells most."""
        order = ("broken", "not started", "blocked")
        unmet = [claim for claim in self.claims if claim.verdict != "held"]
        return min(unmet, key=lambda claim: (order.index(claim.verdict), claim.telling), default=None)


@dataclass(frozen=True)
class Results:
    """All TODOs."""

    rungs: tuple[Rung, ...]

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> Results:
        """Judge the TODOs in the course's order, each by its own claims and the states before it."""
        states: dict[int, State] = {}
        rungs = []
        for todo in course().todos:
            its_own = (_decided(claim, states) for claim in claims if claim.todo == todo.number)
            rung = _judge(todo, tuple(its_own), states)
            states[todo.number] = rung.state
            rungs.append(rung)
        return cls(tuple(rungs))

    @property
    def all_done(self) -> bool:
        return all(rung.state == "done" for rung in self.rungs)

    @property
    def points(self) -> int:
        return sum(rung.points for rung in self.rungs)

    @property
    def next_up(self) -> Rung | None:
        """The first TODO that needs work."""
        return next((rung for rung in self.rungs if rung.state not in ("done", "not run")), None)

    @property
    def latest(self) -> Rung | None:
        """The TODO that was done last: the one before the first that needs work, or the last that was run."""
        next_up = self.next_up
        before = takewhile(lambda rung: rung is not next_up, self.rungs)
        return next((rung for rung in reversed([*before]) if rung.state == "done"), None)


def decide(
    todo: int,
    broken: bool,
    waits_for: Sequence[int] = (),
    replaced: Sequence[int] = (),
    before: Mapping[int, State] = MappingProxyType({}),
) -> Verdict:
    """The verdict on a claim of a TODO, from what was found. before: the states of earlier TODOs, as far as known.

    A claim that holds only where earlier classes are replaced is broken, if nothing is wrong with these.
    """
    if waits_for:
        return "not started" if todo in waits_for else "blocked"
    in_vain = bool(replaced) and all(before.get(number) == "done" for number in replaced)
    return "broken" if broken or in_vain else "held"


def _decided(claim: Claim, before: Mapping[int, State]) -> Claim:
    if refused := _refused(claim):
        return replace(claim, verdict="broken", message=refused, telling=int(Telling.BUILT))
    verdict = decide(claim.todo, claim.verdict == "broken", claim.waits_for, claim.replaced, before)
    return replace(claim, verdict=verdict, message="" if verdict == "held" else claim.message)


def _refused(claim: Claim) -> str:
    """Why a claim that holds does not count, where the course refuses what it rests on."""
    refused = (one.called for one in course().todo(claim.todo).ready_made if one.use == "refused")
    names = [say_again(name) for name in refused if name in claim.used]
    if not names or claim.verdict != "held":
        return ""
    return say(
        "This is {what}. The exercise is to write it: TODO {todo} counts once it does without.",
        what=all_of(names),
        todo=claim.todo,
    )


def _judge(todo: Todo, claims: tuple[Claim, ...], before: Mapping[int, State]) -> Rung:
    if not claims:
        return Rung(todo, claims, "not run")
    verdicts = {claim.verdict for claim in claims}
    if verdicts == {"held"}:
        return Rung(todo, claims, "done" if len(claims) == claims[0].planned else "not run")
    if verdicts <= {"not started", "blocked"} and "not started" in verdicts:
        return Rung(todo, claims, "not started")
    unmet = [claim for claim in claims if claim.verdict != "held"]
    culprits = [_culprit(claim, before) for claim in unmet]
    if all(culprits):
        return Rung(todo, claims, "blocked", min(culprit for culprit in culprits if culprit))
    return Rung(todo, claims, "failing")


def _culprit(claim: Claim, before: Mapping[int, State]) -> int | None:
    """The earlier TODO that a claim waits for: one that is not done, or, where that was not run, the first it names."""
    named = (*claim.waits_for, *claim.leans_on)
    undone = (number for number in named if before.get(number) not in ("done", "not run", None))
    return next(undone, claim.waits_for[0] if claim.verdict == "blocked" else None)
