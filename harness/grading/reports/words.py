"""The words that the reports share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.course import course
from harness.grading.reports.sanitized import Sanitized
from harness.language.lists import all_of
from harness.language.speech import say, say_again
from harness.tell import board
from harness.tell.results import Claim, Rung


@dataclass(frozen=True)
class Fault:
    """Claims of one TODO that break in the same way, and what is said of it.

    mistake, hint: of the known mistake, if it is one. details: what differs, and the smallest case that shows it.
    """

    claims: tuple[Claim, ...]
    mistake: str
    hint: str
    details: str


def title() -> str:
    """That of the course."""
    return say_again(course().title)


def headline(grade: Sanitized) -> str:
    """How far it is, in a sentence or two."""
    states = [rung.state for rung in grade.results.rungs]
    if grade.problem:
        return say("Nothing could be graded: {problem}", problem=grade.problem)
    if not grade.complete:
        graded = len(states) - states.count("not run")
        return say(
            "Not complete: {graded} of {all} TODOs are graded; those not graded yet count 0 points.",
            graded=graded,
            all=len(states),
        )
    return say("{done} of {all} TODOs are done.", done=states.count("done"), all=len(states))


def points(grade: Sanitized) -> str:
    """How many it has."""
    return say("{points} of {total} points", points=grade.points, total=grade.out_of)


def policy(grade: Sanitized) -> list[str]:
    """What claims are worth, and what was lost by being late."""
    late = grade.policy.late
    hours = late.hours(grade.handed_in) if late and grade.handed_in else 0.0
    said = f"Handed in {hours:.1f} hours late: {grade.before_late} points are multiplied by {grade.factor}."
    return [*grade.policy.words, *([said] if hours else [])]


def policy_in_words(grade: Sanitized) -> list[str]:
    """The same, in the reader's language."""
    return [*map(say_again, policy(grade))]


def speed(grade: Sanitized) -> str:
    """The speed of the class of the leaderboard, where it was measured."""
    leaderboard = course().leaderboard
    if grade.speedup is None or leaderboard is None:
        return ""
    mine, theirs = leaderboard
    times = f"{grade.speedup:.1f}"
    return say("{mine} is {times} times as fast as the course's {theirs}.", mine=mine, times=times, theirs=theirs)


def state(grade: Sanitized, rung: Rung) -> str:
    """What became of a TODO, for those who read it: in their language."""
    if rung.state == "not run":
        return say("not graded") if grade.complete or grade.problem else say("not graded yet")
    return board.state(rung)


def verdict(claim: Claim) -> str:
    """What became of a claim, for those who read it."""
    words = {"held": say("held"), "broken": say("broken"), "blocked": say("blocked by an earlier TODO")}
    return {**words, "not started": say("not started")}[claim.verdict]


def state_for_machines(grade: Sanitized, rung: Rung) -> str:
    """What became of a TODO, the same in each language."""
    if rung.state == "blocked":
        return f"blocked by TODO {rung.blocked_by}"
    if rung.state == "not run":
        return "not graded" if grade.complete or grade.problem else "not graded yet"
    return rung.state


def output(claim: Claim) -> str:
    """What is said of a claim: nothing where it holds."""
    if claim.verdict == "blocked":
        first = say("Waits for TODO {todos}.", todos=all_of([*map(str, claim.waits_for)]))
        return f"{first}\n\n{claim.message}".rstrip()
    return claim.said


def broken(rung: Rung) -> tuple[Claim, ...]:
    """The claims that break, in the order of the tests."""
    return tuple(claim for claim in rung.claims if claim.verdict == "broken")


def faults(claims: Sequence[Claim]) -> tuple[Fault, ...]:
    """Broken claims, those together of which the same is said."""
    alike: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        alike.setdefault((claim.slip, claim.message), []).append(claim)
    return tuple(_fault(tuple(group)) for group in alike.values())


def _fault(claims: tuple[Claim, ...]) -> Fault:
    first = claims[0]
    return Fault(claims, f"{first.known}. {first.mistake}" if first.known else "", first.hint, first.details)
