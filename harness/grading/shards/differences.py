"""Where a new grade differs from the one that it replaces: the claim, and the case that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.grading.shards.decide import EARLIER
from harness.grading.shards.manifest import Task, read_report

NAME = "differences.txt"


def differences(tasks: Sequence[Task], out: Path) -> Iterator[str]:
    """A paragraph for each submission whose grade has become another one."""
    for task in tasks:
        old, new = read_report(out / task.folder, EARLIER), read_report(out / task.folder)
        if old and new.get("complete") and ((found := list(_changed(old, new))) or old["points"] != new["points"]):
            points = f"{old['points']:g} -> {new['points']:g} of {new['out_of']:g} points"
            yield "\n".join([f"{new['submission']}: {points}", *found])


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if old["problem"] != new["problem"]:
        yield f"  {old['problem'] or 'It could be read.'} -> {new['problem'] or 'It can be read.'}"
        return
    before, now = _claims(old), _claims(new)
    for todo, name in now:
        was, claim = before.get((todo, name)), now[todo, name]
        if was is None:
            yield f"  TODO {todo}, {name}: {claim['verdict']}. The claim is new."
        elif was["verdict"] != claim["verdict"]:
            yield f"  TODO {todo}, {name}: {was['verdict']} -> {claim['verdict']}. {claim['sentence']}"
            yield from _case(claim if claim["verdict"] == "broken" else was)
    yield from (f"  TODO {todo}, {name}: the claim is gone." for todo, name in before if (todo, name) not in now)


def _claims(report: Mapping[str, Any]) -> dict[tuple[int, str], Mapping[str, Any]]:
    return {(claim["todo"], claim["name"]): claim for todo in report["todos"] for claim in todo["claims"]}


def _case(claim: Mapping[str, Any]) -> Iterator[str]:
    """What was said of the broken claim, and the Python that shows it."""
    for text in (claim["message"], claim["code"]):
        yield from (f"    {line}" for line in text.splitlines() if line)
