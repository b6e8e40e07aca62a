"""A points policy: what a TODO is worth, what of that is earned, and what is left of it where it came late."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, get_args

from harness.course import Todo, course
from harness.language.speech import to_say_again
from harness.tell.results import Rung

Rule = Literal["all", "share"]
RULES: Mapping[Rule, str] = {
    "all": to_say_again("A TODO earns its points when all of its claims hold."),
    "share": to_say_again("A TODO earns its points by the share of its claims that hold."),
}
FILE = "policy.toml"  # in the package of a course, which may have one
KEYS = {"": ("rule", "points", "late"), "late": ("due", "grace_minutes", "factors", "after")}


class BadPolicy(ValueError):
    """A file that holds no policy, and why."""


@dataclass(frozen=True)
class Late:
    """How points shrink after a deadline.

    factors: up to so many hours late, what the points are multiplied by. after: the same for all that is later.
    """

    due: datetime
    grace: timedelta = timedelta()
    factors: tuple[tuple[float, float], ...] = ()
    after: float = 0.0

    def hours(self, handed_in: datetime) -> float:
        """After the deadline; 0 where it was in time, or within the grace."""
        moment = handed_in if handed_in.tzinfo else handed_in.replace(tzinfo=self.due.tzinfo)
        over = moment - self.due
        return over.total_seconds() / 3600 if over > self.grace else 0.0

    def factor(self, handed_in: datetime) -> float:
        late = self.hours(handed_in)
        return 1.0 if not late else next((factor for hours, factor in self.factors if late <= hours), self.after)


@dataclass(frozen=True)
class Policy:
    """points: of a TODO, by its number, where they are others than the course's."""

    rule: Rule = "all"
    points: Mapping[int, float] = field(default_factory=dict)
    late: Late | None = None

    def worth(self, todo: Todo) -> float:
        return plain(self.points.get(todo.number, todo.points))

    def earned(self, rung: Rung) -> float:
        if self.rule == "all" or not rung.claims:
            return self.worth(rung.todo) if rung.state == "done" else 0
        return plain(self.worth(rung.todo) * rung.held / rung.planned)

    def factor(self, handed_in: datetime | None) -> float:
        """By which points are multiplied; 1 where nobody knows when it came."""
        return plain(self.late.factor(handed_in)) if self.late and handed_in else 1

    @property
    def words(self) -> tuple[str, ...]:
        """It, in sentences."""
        return RULES[self.rule], *(_words(self.late) if self.late else ())


DEFAULT = Policy()


def plain(number: float) -> float:
    """Two decimals, or none where it is whole."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def policy(path: Path | None) -> Policy:
    """That of a file, or else that of the course. Raises BadPolicy."""
    if path is None:
        path = course().home / FILE
        if not path.is_file():
            return DEFAULT
    try:
        return _policy(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise BadPolicy(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPolicy(f"{path} is no TOML: {error}") from None
    except BadPolicy as error:
        raise BadPolicy(f"{path}: {error}") from None


def _policy(record: Mapping[str, Any]) -> Policy:
    _demand_keys(record, "")
    rule = record.get("rule", "all")
    if rule not in get_args(Rule):
        raise BadPolicy(f"there is no rule {rule!r}; there are {', '.join(get_args(Rule))}")
    points = _table(record, "points")
    known = {str(todo.number) for todo in course().todos}
    if unknown := sorted(points.keys() - known):
        raise BadPolicy(f"points are given to TODO {unknown[0]}; there are {course().numbers}")
    worth = {int(number): _number(given, f"the points of TODO {number}") for number, given in points.items()}
    return Policy(rule, worth, _late(_table(record, "late")) if "late" in record else None)


def _late(record: Mapping[str, Any]) -> Late:
    _demand_keys(record, "late")
    due = record.get("due")
    if not isinstance(due, datetime) or due.tzinfo is None:
        raise BadPolicy("late.due is no time with an offset, such as 2026-10-01T23:59:00+09:00")
    factors = record.get("factors", [])
    if not isinstance(factors, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in factors):
        raise BadPolicy("late.factors is no list of pairs, such as [[24, 0.9], [48, 0.75]]: hours, factor")
    pairs = tuple((_number(hours, "the hours in late.factors"), _factor(factor)) for hours, factor in factors)
    if list(pairs) != sorted(pairs):
        raise BadPolicy("late.factors has hours that do not grow")
    grace = _number(record.get("grace_minutes", 0), "late.grace_minutes")
    return Late(due, timedelta(minutes=grace), pairs, _factor(record.get("after", 0.0)))


def _demand_keys(record: Mapping[str, Any], table: str) -> None:
    if unknown := sorted(record.keys() - set(KEYS[table])):
        place = f" of [{table}]" if table else ""
        raise BadPolicy(f"there is no key {unknown[0]}{place}; there are {', '.join(KEYS[table])}")


def _table(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = record.get(name, {})
    if not isinstance(found, dict):
        raise BadPolicy(f"{name} is no table")
    return found


def _number(given: Any, what: str) -> float:
    if not isinstance(given, (int, float)) or isinstance(given, bool) or not 0 <= given < 1e6:
        raise BadPolicy(f"{what}: {given!r} is no number from 0 on")
    return given


def _factor(given: Any) -> float:
    factor = _number(given, "a factor of [late]")
    if factor > 1:
        raise BadPolicy(f"a factor of [late]: {factor} is more than 1")
    return factor


def _words(late: Late) -> Iterator[str]:
    """A sentence for the time, and one for each factor."""
    due, grace = f"{late.due:%Y-%m-%d %H:%M %z}", plain(late.grace.total_seconds() / 60)
    yield f"It is due at {due}, with {grace} minutes of grace." if late.grace else f"It is due at {due}."
    for hours, factor in late.factors:
        yield f"Up to {plain(hours)} hours late, points are multiplied by {plain(factor)}."
    yield f"Later, points are multiplied by {plain(late.after)}."
