"""No file of the kit holds an answer."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from harness.check.finding import Finding
from harness.check.scope import Scope
from harness.course import course
from harness.kit.contents import contents
from harness.kit.search import Leak, answers, found_in, squeezed
from harness.where import ROOT

REMEDY = "write it in other words, or give the line to the student in a docstring"


def findings(scope: Scope) -> Iterator[Finding]:
    """The kit but for its recording, which is searched when it is made."""
    wanted = [answer for answer in answers(course().answers) if Path(answer.file).stem in scope.files]
    try:
        with tempfile.TemporaryDirectory() as recording:
            kit = contents(course().root, Path(recording))
    except Exception as error:  # such as a file of claims that cannot be loaded
        what = f"the kit cannot be made: {type(error).__name__}: {error}"
        yield Finding(course().root / "pytest.ini", 1, what, "mend that; until then no answer is looked for in it")
        return
    for leak in found_in(kit, wanted):
        yield Finding(_source(leak.name), _line(leak, kit[leak.name]), str(leak), REMEDY)


def _source(name: str) -> Path:
    """The file that is copied, or made into one of the kit."""
    made_from = name.replace(".html", ".md") if name.startswith("handout/") else name
    return next((at for at in (course().root / made_from, ROOT / made_from) if at.exists()), course().root / name)


def _line(leak: Leak, content: bytes) -> int:
    """The first line that has the end of the answer: one that is longer than a line is found by its last words."""
    lines = content.decode("utf-8", errors="replace").splitlines()
    for number in range(1, len(lines) + 1):
        if leak.answer and leak.answer.text in squeezed("".join(lines[:number])):
            return number
    return 1
