"""Right submissions, graded as anybody's are: each a random mix of the ways in which its files may be written."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.proof.right.alternates import Alternate
from harness.where import ROOT

BATCH = 40  # submissions that one command grades, under one seed


class NotGraded(Exception):
    """Nothing can be said: there is no room for the reports, or the grader itself failed."""


@dataclass(frozen=True)
class Mix:
    """A right submission: these files are written otherwise, the rest is the answers'."""

    name: str
    ways: tuple[Alternate, ...]

    @classmethod
    def dealt(cls, many: int, bank: Sequence[Alternate], draw: random.Random) -> list[Mix]:
        """So many. The ways of each file are dealt like cards, its answer among them, but what a way needs is the
        answers' own.
        """
        cards = [[None, *(way for way in bank if way.file == file)] for file in {way.file: 0 for way in bank}]
        hands = zip(*(_dealt(many, of_file, draw) for of_file in cards))
        return [cls._of(f"mix-{i:03}", [way for way in hand if way]) for i, hand in enumerate(hands, start=1)]

    @classmethod
    def _of(cls, name: str, chosen: Sequence[Alternate]) -> Mix:
        needed = {file for way in chosen for file in way.needs}
        return cls(name, tuple(way for way in chosen if way.file not in needed))

    def write(self, answers: Path, folder: Path) -> Path:
        """The submission as a folder."""
        folder.mkdir(parents=True)
        for path in answers.glob("*.py"):
            (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        for way in self.ways:
            (folder / f"{way.file}.py").write_text(way.source(answers), encoding="utf-8")
        return folder


@dataclass(frozen=True)
class Graded:
    """A mix, where it lies, and its grade as staff.json has it."""

    mix: Mix
    folder: Path
    grade: dict[str, Any]

    @property
    def full(self) -> bool:
        """Whether it has all points, and every claim holds."""
        return bool(self.grade["points"] == self.grade["out_of"]) and not self.lost

    @property
    def lost(self) -> tuple[str, ...]:
        """The claims that did not hold, each with what was said."""
        claims = [claim for todo in self.grade["todos"] for claim in todo["claims"] if claim["verdict"] != "held"]
        return tuple(f"{claim['name']} is {claim['verdict']}\n{claim['message']}" for claim in claims)


def _dealt(many: int, cards: Sequence[Alternate | None], draw: random.Random) -> list[Alternate | None]:
    """From a pack that is shuffled each time it is through."""
    packs = -(-many // len(cards))
    return [card for _ in range(packs) for card in draw.sample(cards, len(cards))][:many]


def gradings(bank: Sequence[Alternate], root: Path, out: Path, many: int, jobs: int) -> Iterator[Graded]:
    """So many mixes with their grades, in batches, each under a fresh seed; all are kept in `out`.

    Raises NotGraded.
    """
    if out.exists():
        raise NotGraded(f"{out} is there already: give --out a folder that is not")
    mixes, out = Mix.dealt(many, bank, random.SystemRandom()), out.absolute()
    for first in range(0, many, BATCH):
        yield from _batch(mixes[first : first + BATCH], root, out / f"batch-{first // BATCH + 1}", jobs)


def _batch(mixes: Sequence[Mix], root: Path, out: Path, jobs: int) -> Iterator[Graded]:
    folders = [mix.write(root / "reference", out / "submissions" / mix.name) for mix in mixes]
    command = [
        sys.executable,
        "-m",
        "harness",
        f"--course={root}",
        "grade",
        *map(str, folders),
        "--out",
        str(out / "grades"),
        "--jobs",
        str(jobs),
    ]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise NotGraded(done.stdout[-2000:])
    for mix, folder in zip(mixes, folders):
        yield Graded(mix, folder, json.loads((out / "grades" / mix.name / "staff.json").read_text(encoding="utf-8")))
