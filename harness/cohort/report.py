"""A grade, as its staff.json tells it: as much of it as a cohort is about."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from harness.grading.reports import sanitized

FILE = "staff.json"
line, text = map(lru_cache(maxsize=4096), (sanitized.line, sanitized.text))  # a class says the same often


@dataclass(frozen=True)
class Broken:
    """A claim that broke, and what is said of it. gave: the same where the code gave the same."""

    name: str
    sentence: str
    subject: str
    message: str
    code: str
    slip: str
    mistake: str
    hint: str
    gave: str

    @property
    def gist(self) -> str:
        """The first line of what is said."""
        return self.message.partition("\n")[0]

    @property
    def details(self) -> str:
        """The message, and the case that shows it."""
        return f"{self.message}\n\n{self.code}".strip()


@dataclass(frozen=True)
class Rung:
    """One TODO. state: blocked, whichever TODO it is blocked by."""

    number: int
    title: str
    state: str
    points: float
    out_of: float
    broken: tuple[Broken, ...]

    @property
    def named(self) -> tuple[Broken, ...]:
        """The claims of which the mistake is known by its name."""
        return tuple(claim for claim in self.broken if claim.slip)


@dataclass(frozen=True)
class Report:
    """One submission.

    folder: of its reports. student, id: of its author, where a roster told them. suspicions: of the clock, against
    its counts.
    """

    name: str
    folder: str
    student: str
    id: str
    path: str
    points: float
    out_of: float
    complete: bool
    problem: str
    suspicions: tuple[str, ...]
    seconds: float
    digest: str
    size: int
    sketch: tuple[int, ...]
    policy: tuple[str, ...]
    rungs: tuple[Rung, ...]

    @property
    def called(self) -> str:
        """How its author is called, as well as that is known."""
        return self.student or self.name

    @property
    def slips(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(claim.slip for rung in self.rungs for claim in rung.named))


def reports(out: Path) -> Iterator[Report]:
    """Each report in the folders of a folder, in the order of their names. Raises BadReport."""
    for path in sorted(out.glob(f"*/{FILE}")):
        try:
            yield _report(json.loads(path.read_text(encoding="utf-8")), path.parent.name)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadReport(f"{path} is no report of this grader: {type(error).__name__}: {error}") from None


class BadReport(ValueError):
    """A file that cannot be read as a report, and why."""


def _report(told: Mapping[str, Any], folder: str) -> Report:
    form: Mapping[str, Any] = told.get("form", {})
    students: Sequence[Mapping[str, str]] = told.get("students", ())
    return Report(
        name=line(told["submission"]),
        folder=line(folder),
        student=line("; ".join(student["name"] for student in students if student["name"])),
        id=line("; ".join(student["id"] for student in students if student["id"])),
        path=told["path"],
        points=float(told["points"]),
        out_of=float(told["out_of"]),
        complete=bool(told["complete"]),
        problem=line(told["problem"]),
        suspicions=tuple(map(line, told.get("suspicions", ()))),
        seconds=float(told["seconds"]),
        digest=str(form.get("digest", "")),
        size=int(form.get("size", 0)),
        sketch=tuple(map(int, form.get("sketch", ()))),
        policy=tuple(map(line, told.get("policy", ()))),
        rungs=tuple(map(_rung, told["todos"])),
    )


def _rung(told: Mapping[str, Any]) -> Rung:
    state: str = told["state"]
    return Rung(
        number=int(told["number"]),
        title=line(told["title"]),
        state="blocked" if state.startswith("blocked") else line(state),
        points=float(told["points"]),
        out_of=float(told["out_of"]),
        broken=_broken(told["claims"]),
    )


def _broken(claims: Sequence[Mapping[str, Any]]) -> tuple[Broken, ...]:
    return tuple(
        Broken(
            name=line(claim["name"]),
            sentence=line(claim["sentence"]),
            subject=line(claim.get("subject", "")),
            message=text(claim["message"]),
            code=text(claim["code"]),
            slip=line(claim["slip"]),
            mistake=line(claim["mistake"]),
            hint=line(claim["hint"]),
            gave=str(claim.get("gave", "")),
        )
        for claim in claims
        if claim["verdict"] == "broken"
    )
