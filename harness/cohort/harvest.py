"""Drafts of slips, from the mistakes of a class that have no name yet. Somebody has to say what was misunderstood."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from harness.cohort.cohort import Cohort
from harness.cohort.draft import drafted
from harness.cohort.misconceptions import Misconception
from harness.course import course
from harness.grading.intake import Unreadable, submission
from harness.judge.edits import Edit
from harness.load.files import files_of

OPEN = "TODO(maintainer)"
UNWRITABLE = re.compile(r"'''|[^\n -~\u00a0-\ud7ff\ue000-\U0010ffff]|'\Z")  # in a literal string of TOML
ESCAPED = re.compile(r"[\x7f-\x9f]")


def drafts(cohort: Cohort, least: int) -> Mapping[str, str]:
    """A file of records for each file of the course, of the mistakes that at least so many have made."""
    answers = files_of(course().answers).sources
    found: dict[str, list[str]] = defaultdict(list)
    for number, group in enumerate(cohort.unnamed, 1):
        contract = course().contracts.get(group.shown.subject)
        if contract is not None and group.many >= least:
            edits = _edits(group, answers[contract.file], contract.file)
            found[f"{contract.file}.toml"].append("\n".join(_record(number, group, edits)))
    return {name: "\n\n".join(records) + "\n" for name, records in found.items()}


def _edits(group: Misconception, answer: str, file: str) -> Sequence[Edit]:
    """From the first submission of the group that is still there, and that can be laid over the answer."""
    for maker in group.makers:
        try:
            theirs = submission(Path(maker.path)).files.sources.get(file, "")
        except (OSError, Unreadable):
            continue
        if edits := drafted(answer, theirs, group.shown.subject):
            return edits
    return ()


def _record(number: int, group: Misconception, edits: Sequence[Edit]) -> Iterator[str]:
    said = [
        f"Group {number}: {group.many} submissions, TODO {group.todo}. These claims break:",
        *(f"- {sentence}" for sentence in group.claims),
        "",
        *group.shown.details.split("\n"),
        "",
        f"{OPEN}: find a name, a mistake, a hint and the kind.",
        f"{OPEN}: write the edits anew. They are a student's own code." if edits else f"{OPEN}: write the edits.",
    ]
    yield from (f"# {line}".rstrip() for line in said)
    yield f"[group_{number}]"
    yield 'kind = "value"'
    yield f'mistake = "{OPEN}"'
    yield f'hint = "{OPEN}"'
    yield "edits = ["
    yield from (f"    [{_string(old)}, {_string(new)}]," for old, new in edits)
    yield "]"


def _string(text: str) -> str:
    """A text as TOML writes it: as it is where it has several lines, if that can be."""
    if "\n" in text and not UNWRITABLE.search(text):
        return f"'''\n{text}'''"
    return ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
