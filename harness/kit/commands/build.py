"""Makes the students' kit, and searches it for answers."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from harness.course import Todo, course
from harness.kit import search
from harness.kit.contents import contents
from harness.kit.pack import pack
from harness.kit.place import folder, out
from harness.kit.record import record
from harness.proof.timed import timed
from harness.proof.workers import forked


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("--out", type=Path, default=out(), help="where the kit goes (default: dist/)")
    parser.add_argument("--sample", type=int, metavar="N", help="record N TODOs, chosen at random, and write no kit")
    return timed(parser, words, _build)


def _build(arguments: argparse.Namespace) -> int:
    todos: Sequence[Todo] = course().todos[::-1]
    if arguments.sample:
        todos = random.SystemRandom().sample(todos, arguments.sample)
    with tempfile.TemporaryDirectory() as recording:

        def work(todo: Todo) -> None:
            record(course().root, todo).save(Path(recording), todo)

        for todo, _ in forked(work, todos, arguments.jobs):
            print(f"TODO {todo.number} is recorded", flush=True)
        kit = contents(course().root, Path(recording))
    found = list(search.found_in(kit, search.answers(course().answers)))
    if found:
        print("An answer is in the kit, and nothing was written:", *found, sep="\n", file=sys.stderr)
        return 1
    if arguments.sample:
        print("No answer is in what was recorded. The kit itself is made without --sample.")
        return 0
    zipped = pack(kit, folder(arguments.out))
    unpacked = sum(map(len, kit.values()))
    print(f"{zipped}: {len(kit)} files, {unpacked / 1e6:.1f} MB, zipped {zipped.stat().st_size / 1e6:.1f} MB")
    return 0
