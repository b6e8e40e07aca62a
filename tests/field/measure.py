"""Measures what a student reads who made a mistake that was seen in public code: python -m tests.field.measure."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch

from harness.course import choose, course
from harness.draw.recorder import Recorder
from harness.draw.suite import Claim, claims
from harness.judge.judge import Judgement, judge
from harness.judge.naming import Bank
from harness.load.files import files_of
from harness.proof.workers import forked
from harness.run.in_process import InProcess
from harness.tell.results import Telling
from harness.where import named_in
from tests.field.sightings import Sighting, sightings

ROOT = Path(__file__).parents[2]
LINES = 14  # of the message, which a student reads before anything else


@dataclass(frozen=True)
class Told:
    """What the board says of a sighting: the claim that it shows, the slip that is named, the first words.

    seconds: of CPU, until the claims were judged.
    """

    title: str
    class_name: str
    truth: str
    step: str
    caught: bool
    claim: str = ""
    headline: str = ""
    slip: str = ""
    mistake: str = ""
    hint: str = ""
    words: tuple[str, ...] = ()
    seconds: float = 0.0


def told(sighting: Sighting, its_claims: Sequence[Claim], bank: Bank, answers: Path) -> Told:
    """Judge a sighting as pytest does, and take the broken claim that the board shows."""
    impl = Recorder(sighting.over(answers, files_of(answers)))
    nothing = Told(sighting.title, sighting.class_name, sighting.truth, sighting.step, caught=False)
    started, broken = time.process_time(), list[tuple[Claim, Judgement]]()
    for claim in its_claims:
        if claim.takes_long and broken:
            continue
        judgement = judge(replace(claim.check, seed=0), impl, sighting.todo, bank)
        if judgement.verdict != "held":
            broken.append((claim, judgement))
        if judgement.telling == Telling.NAMED:
            break
    if not broken:
        return nothing
    shown = min(broken, key=lambda pair: pair[1].telling)
    return replace(_said(nothing, *shown), seconds=round(time.process_time() - started, 2))


def _said(nothing: Told, claim: Claim, judgement: Judgement) -> Told:
    sentence = " ".join((claim.check.claim.__doc__ or claim.name).split())
    read = replace(nothing, caught=True, claim=claim.name, headline=judgement.headline or sentence)
    if slip := judgement.slip:
        read = replace(read, slip=slip.title, mistake=slip.mistake, hint=slip.hint)
    return replace(read, words=tuple(judgement.message.split("\n")[:LINES]))


def measured(chosen: Sequence[Sighting], processes: int) -> Iterator[Told]:
    """Each sighting as it is done, in forked processes."""
    answers = course().answers
    its_claims = claims(course().root / "tests", InProcess(answers))
    work = _work(its_claims, Bank(answers), answers)
    return (found for _, found in forked(work, chosen, processes))


def _work(its_claims: Mapping[int, tuple[Claim, ...]], bank: Bank, answers: Path) -> Callable[[Sighting], Told]:
    return lambda sighting: told(sighting, its_claims[sighting.todo.number], bank, answers)


def _row(one: Told) -> str:
    if not one.caught:
        return f"{one.title:48} NOT CAUGHT"
    first = f"[{one.slip}]" if one.slip else next(filter(None, one.words), "")
    return f"{one.title:48} {one.claim:60} {first}"


def _sum(found: Sequence[Told]) -> str:
    caught, named = sum(one.caught for one in found), sum(bool(one.slip) for one in found)
    seconds = sum(one.seconds for one in found)
    return f"{len(found)} sightings, {caught} caught, {named} named, {seconds:.0f} CPU seconds"


def main(words: Sequence[str] | None = None) -> int:
    """Print a table, and write it as JSON; 1 where a sighting is not caught."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", metavar="TEXT", help="sightings with TEXT in FILE.NAME")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write what was told as JSON")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: 2)")
    asked = parser.parse_args(words)
    choose(named_in(ROOT))
    torch.set_num_threads(1)
    chosen = [one for one in sightings() if asked.only in one.title]
    found: dict[str, Told] = {}
    for one in measured(chosen, asked.jobs):
        print(_row(one), flush=True)
        found[one.title] = one
    in_order = [found[one.title] for one in chosen]
    print(_sum(in_order))
    if asked.out:
        asked.out.write_text(json.dumps([asdict(one) for one in in_order], indent=1) + "\n", encoding="utf-8")
    return 0 if all(one.caught for one in in_order) else 1


if __name__ == "__main__":
    sys.exit(main())
