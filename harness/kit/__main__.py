"""Makes the students' kit (tox -e kit), and proves that it catches what the live tests catch."""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from harness.course import Todo, course
from harness.judge.slips import slips
from harness.kit import search
from harness.kit.contents import contents
from harness.kit.pack import pack
from harness.kit.prove import Kit, tried
from harness.kit.record import record
from harness.proof.workers import forked
from harness.tell.version import version

ROOT = Path(__file__).parents[2]
MISSED = 0.02  # of all slips, at most


def main() -> int:
    arguments = _parser().parse_args()
    torch.set_num_threads(1)
    started = time.time()
    status = int(arguments.run(arguments))
    print(f"{time.time() - started:.0f} s")
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m harness.kit", description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: one a core)")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where the kit goes (default: dist/)")
    parser.add_argument("--sample", type=int, metavar="N", help="record N TODOs, chosen at random, and write no kit")
    parser.set_defaults(run=_build)
    proving = parser.add_subparsers().add_parser("prove", help="each slip, as a student's file, is caught and named")
    proving.add_argument("--only", default="", metavar="TEXT", help="slips with TEXT in FILE.NAME")
    proving.set_defaults(run=_prove)
    return parser


def _folder(arguments: argparse.Namespace) -> Path:
    return Path(arguments.out) / f"{course().name}-kit-{version(ROOT)}"


def _build(arguments: argparse.Namespace) -> int:
    todos: Sequence[Todo] = course().todos[::-1]
    if arguments.sample:
        todos = random.SystemRandom().sample(todos, arguments.sample)
    with tempfile.TemporaryDirectory() as recording:

        def work(todo: Todo) -> None:
            record(ROOT, todo).save(Path(recording), todo)

        for todo, _ in forked(work, todos, arguments.jobs):
            print(f"TODO {todo.number} is recorded", flush=True)
        kit = contents(ROOT, Path(recording))
    found = list(search.found_in(kit, search.answers(ROOT / "reference")))
    if found:
        print("An answer is in the kit, and nothing was written:", *found, sep="\n", file=sys.stderr)
        return 1
    if arguments.sample:
        print("No answer is in what was recorded. The kit itself is made without --sample.")
        return 0
    zipped = pack(kit, _folder(arguments))
    unpacked = sum(map(len, kit.values()))
    print(f"{zipped}: {len(kit)} files, {unpacked / 1e6:.1f} MB, zipped {zipped.stat().st_size / 1e6:.1f} MB")
    return 0


def _prove(arguments: argparse.Namespace) -> int:
    answers = ROOT / "reference"
    bank = [slip for slip in slips(answers / "slips") if arguments.only in f"{slip.file}.{slip.name}"]
    found = list(tried(Kit.of(_folder(arguments)), bank, answers, arguments.jobs))
    missed = [row for row in found if row.own.mark != "caught"]
    named = sum(row.called == row.slip for row in found)
    print(f"{len(found) - len(missed)} of {len(found)} slips are caught, {named} are called by their name on the board")
    for row in missed:
        print(f"NOT CAUGHT: {row.name}")
    for row in found:
        if row.called is None:
            print(f"no name on the board: {row.name}")
        for claim, name in row.misnamed:
            print(f"WRONG NAME: {row.name} is called {name.title} by {claim}")
    return 1 if len(missed) > MISSED * len(found) or any(row.misnamed for row in found) else 0


if __name__ == "__main__":
    sys.exit(main())
