"""The TODOs that an earlier run found done, as long as nothing that was judged has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from harness.course import Todo, course
from harness.draw.store import digest_of_files, digest_of_sources
from harness.tell.results import Claim, Results

Record = Mapping[str, Any]  # JSON


def digests(folder: Path, tests: Path) -> dict[int, str]:
    """What each TODO's verdict rests on: its tests, the specification, and all files but those of later TODOs."""
    return {todo.number: _digest(folder, tests, todo) for todo in course().todos}


def record(results: Results, of: Mapping[int, str], before: Record) -> Record:
    """What is kept of a run: its finished TODOs, and of those that it did not run, or not whole, what was kept."""
    kept = dict(before)
    for rung in results.rungs:
        if rung.state == "done":
            kept[str(rung.todo.number)] = {
                "digest": of[rung.todo.number],
                "claims": [asdict(claim) for claim in rung.claims],
            }
        elif rung.claims and rung.state != "not run":
            kept.pop(str(rung.todo.number), None)
    return kept


def still_done(kept: Record, now: Mapping[int, str]) -> Iterator[Claim]:
    """The claims of the TODOs that were done, where nothing has changed."""
    for number, entry in kept.items():
        if entry["digest"] == now.get(int(number)):
            yield from map(Claim.read, entry["claims"])


def _digest(folder: Path, tests: Path, todo: Todo) -> str:
    files = [*_files(folder, todo), tests / f"test_{todo.number}.py"]
    return digest_of_files(files, folder, digest_of_sources(course().home))


def _files(folder: Path, todo: Todo) -> Iterator[Path]:
    for path in sorted(folder.glob("*.py")):
        owner = course().todo_of_file(path.stem)
        if owner is None or owner.number <= todo.number:
            yield path
