"""Records one TODO: what its claims ask of the answers, and what its slips make of the probes."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from harness.case import Case, Outcome
from harness.course import Todo
from harness.draw.check import Check
from harness.draw.recorder import Recorder
from harness.draw.replayable import Cached
from harness.draw.suite import claims
from harness.judge.dependencies import replaceable
from harness.judge.locating import forward_passes
from harness.judge.naming import is_same
from harness.judge.recorded import gives, settled
from harness.judge.recording import Known, KnownSlip, Recording, fingerprint
from harness.judge.slips import Slip, slips
from harness.kit.draws import drawn, kept
from harness.kit.probes import candidates, known, telling_apart
from harness.run.in_process import InProcess

EXAMPLES = 25  # of a claim that compares nothing, to find out whether a slip breaks it


def record(root: Path, todo: Todo) -> Recording:
    """The recording of a TODO of the checkout. The same files give the same recording. It takes minutes, and says on
    stderr how far it is."""

    def tell(step: str) -> None:
        print(f"TODO {todo.number}: {step}", file=sys.stderr, flush=True)

    answers = InProcess(root / "reference")
    around = replaceable(answers, todo)
    right = Recorder(answers.over(around))
    bank = [slip for slip in slips(answers.folder / "slips") if slip.todo == todo]
    wrong = {slip: Recorder(slip.over(answers.folder).over(around)) for slip in bank}
    cached = Cached(answers)
    with contextlib.redirect_stdout(io.StringIO()):  # claims print figures
        exact = [claim.check for claim in claims(root / "tests", cached)[todo.number] if not claim.takes_long]
        tell(f"{len(exact)} claims are drawn")
        known_draws = [_drawn(check, right) for check in exact]
        cached.keeps = False  # the slips are put the same cases, and others
        tell(f"{len(bank)} known mistakes are put to each")
        checks = [_ascending(check, wrong) for check in known_draws]
        comparing = [check for check in checks if "reference" in check.arguments]
        reference = _asked_of(answers, comparing, right)
        tell("cases that tell the mistakes apart are looked for")
        probes = {name: _probes(name, checks, right, wrong) for name in todo.classes}
        tell("the mistakes are put to these")
        passes = {name: tuple(forward_passes(cases, right)) for name, cases in probes.items()}
        known_slips = [_known(slip, wrong[slip], right, checks, probes[slip.class_name]) for slip in bank]
    draws = {_name(check): check.draws for check in comparing}
    return Recording(draws, reference, probes, passes, tuple(_each_once(known_slips, probes)))


def _drawn(check: Check, right: Recorder) -> Check:
    """The check with its draws: of a claim that compares, many from small to large, of any other EXAMPLES."""
    if "reference" in check.arguments:
        return replace(check, draws=drawn(check, right))
    draws = replace(check, seed=0).draw(right).draws
    return replace(check, draws=draws[:: max(1, len(draws) // EXAMPLES)])


def _ascending(check: Check, wrong: Mapping[Slip, Recorder]) -> Check:
    """The check with the draws that the kit keeps of a claim that compares, and all of any other."""
    if "reference" not in check.arguments:
        return check

    def shows(slip: Slip, draw: Mapping[str, Case]) -> bool:
        return replace(check, draws=(draw,)).first_failure(wrong[slip], shrinking=0) is not None

    own = [slip for slip in wrong if slip.class_name == check.draws[0]["case"].build.name]
    return replace(check, draws=kept(check.draws, [partial(shows, slip) for slip in own]))


def _asked_of(answers: InProcess, checks: Sequence[Check], right: Recorder) -> Mapping[str, Known]:
    """All that these checks ask of the answers. Raises what a claim says where the answers do not hold it."""
    taken: dict[str, Known] = {}

    def taking(case: Case) -> Outcome:
        found = taken[fingerprint(case)] = known(answers, case)
        return found.outcome

    for check in checks:
        failure = replace(check, arguments={**check.arguments, "reference": taking}).first_failure(right, shrinking=0)
        if failure is not None:
            raise failure.exception
    return taken


def _probes(name: str, checks: Sequence[Check], right: Recorder, wrong: Mapping[Slip, Recorder]) -> tuple[Case, ...]:
    of_class = {slip: impl for slip, impl in wrong.items() if slip.class_name == name}
    return telling_apart(candidates(name, checks, right), right, of_class)


def _known(slip: Slip, impl: Recorder, right: Recorder, checks: Sequence[Check], probes: Sequence[Case]) -> KnownSlip:
    """What is known of a slip. One that no probe tells from what is right is said to break nothing: it has no name."""
    outcomes = tuple(known(impl, case) for case in probes)
    hidden = gives(right, KnownSlip(slip, (), outcomes), probes)
    breaking = (check for check in checks if not hidden and check.first_failure(impl, shrinking=0))
    return KnownSlip(replace(slip, edits=()), tuple(map(_name, breaking)), outcomes)


def _each_once(slips: Sequence[KnownSlip], probes: Mapping[str, tuple[Case, ...]]) -> Iterator[KnownSlip]:
    """Of the ways in which one mistake is made, those that differ in the probes."""
    told: dict[tuple[str, str], list[KnownSlip]] = {}
    for one in slips:
        others = told.setdefault((one.slip.class_name, one.slip.title), [])
        if not any(_equal(one, other, probes[one.slip.class_name]) for other in others):
            others.append(one)
            yield one


def _equal(one: KnownSlip, other: KnownSlip, probes: Sequence[Case]) -> bool:
    outcomes = zip(probes, one.outcomes, other.outcomes)
    return one.breaks == other.breaks and all(is_same(a.outcome, settled(b), case) for case, a, b in outcomes)


def _name(check: Check) -> str:
    return check.claim.__name__
