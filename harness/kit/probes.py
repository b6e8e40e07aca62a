"""The cases that tell the slips of a class apart: as few as do it surely."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from harness.case import Case, Frame, Implementation, Outcome
from harness.compare.close import slack_of
from harness.course import course
from harness.draw.check import Check
from harness.draw.recorder import Recorder
from harness.judge.naming import is_same
from harness.judge.recorded import settled, uncounted
from harness.judge.recording import Known, fingerprint
from harness.judge.slips import Slip

TIMES = 2  # each two are told apart by as many probes, where there are as many
PLAIN = 4  # plain forward passes are always among them
OF_A_CLAIM = 6  # its examples, among which probes are looked for
LARGEST = 4096  # numbers in the case and in its outcome


def candidates(name: str, checks: Iterable[Check], answers: Recorder) -> list[Case]:
    """Cases of a class: plain forward passes first, all other kinds, and what its claims ask."""
    asked = (
        case for check in checks for example in check.first_examples(answers, OF_A_CLAIM) for case in example.cases
    )
    found = [
        *course().probes.telling((name,)),
        *course().probes.others((name,)),
        *(case for case in asked if case.build.name == name),
    ]
    different = {fingerprint(case): case for case in found}
    return [case for case in different.values() if _numbers(case, answers(case)) <= LARGEST]


def telling_apart(
    cases: Sequence[Case], right: Implementation, wrong: Mapping[Slip, Implementation]
) -> tuple[Case, ...]:
    """PLAIN of the cases, and as many more as it takes for each two of the implementations to differ TIMES times.

    Each two that differ so often in the plain ones need not be compared in the others.
    """
    plain, others = cases[:PLAIN], cases[PLAIN:]
    times = Counter(pair for case in plain for pair in _told_apart(case, right, wrong, _pairs(wrong)))
    wanted = {pair for pair in _pairs(wrong) if times[pair] < TIMES}
    told = {i: {*_told_apart(case, right, wrong, wanted)} for i, case in enumerate(others)}
    chosen = [*plain]
    while left := [i for i in told if told[i] & wanted]:
        best = max(left, key=lambda i: (len(told[i] & wanted), -i))
        chosen.append(others[best])
        times.update(told.pop(best))
        wanted = {pair for pair in wanted if times[pair] < TIMES}
    return tuple(chosen)


def _pairs(wrong: Mapping[Slip, Implementation]) -> Iterator[tuple[int, int]]:
    """Each two of what is right (0) and the slips (from 1), but for two ways in which one mistake is made."""
    titles = ["", *(slip.title for slip in wrong)]
    return ((i, j) for i, j in combinations(range(len(titles)), 2) if titles[i] != titles[j])


def known(impl: Implementation, case: Case) -> Known:
    """What is recorded of an outcome; the lines that raised an error are not."""
    outcome = _without_lines(impl(case))
    slack = {} if outcome.error else slack_of(impl, case, outcome)
    return Known(outcome, {what: float(f"{by:.2e}") for what, by in slack.items()})


def _told_apart(
    case: Case, right: Implementation, wrong: Mapping[Slip, Implementation], pairs: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Which of these two differ by more than rounding, as far as it moves what is right. Counts tell slips of cost
    alone."""
    of_right = known(right, case)
    slack = defaultdict(float, of_right.slack)
    outcomes = [of_right.outcome, *(impl(case) for impl in wrong.values())]
    costly = [False, *(slip.kind == "cost" for slip in wrong)]
    for i, j in pairs:
        counts = costly[i] or costly[j]
        one, other = (outcomes[k] if counts else uncounted(outcomes[k]) for k in (i, j))
        if not is_same(one, settled(Known(other, slack)), case):
            yield i, j


def _without_lines(outcome: Outcome) -> Outcome:
    """Of the lines that raised an error, the file of the innermost is kept."""
    if outcome.error is None:
        return outcome
    frames = tuple(Frame(frame.file, 0, "") for frame in outcome.error.frames[-1:])
    return replace(outcome, error=replace(outcome.error, frames=frames))


def _numbers(case: Case, outcome: Outcome) -> int:
    return sum(x.numel() for x in (*case.tensors, *outcome.tensors))
