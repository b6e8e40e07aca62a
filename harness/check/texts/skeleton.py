"""The student's files are what the answers give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.check.finding import Finding
from harness.check.scope import Scope
from harness.course import course
from harness.kit.skeleton import differences

MEND = "python -m harness skeleton reference student --force"


def findings(scope: Scope) -> Iterator[Finding]:
    """scope: without a TODO, also the files that the course provides."""
    for path, difference in differences(course().answers, course().root / "student").items():
        if scope.whole or path.stem in scope.files:
            what = "it is not what the answers give" if path.is_file() else "the skeleton lacks this file"
            yield Finding(path, _line(difference), what, MEND)


def _line(difference: Sequence[str]) -> int:
    """The first line that a unified diff takes away or puts in."""
    begun = next((n for n, line in enumerate(difference) if line.startswith("@@")), 0)
    start = re.match(r"@@ -(\d+)", difference[begun])
    before = next((n for n, line in enumerate(difference[begun + 1 :]) if not line.startswith(" ")), 0)
    return max(1, int(start[1]) + before) if start else 1
