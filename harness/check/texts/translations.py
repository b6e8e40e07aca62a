"""Each catalog of a language has all that is said, translated, with its named places and the glossary's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from harness.check.finding import Finding, line_of
from harness.check.scope import Scope
from harness.course import course
from harness.language.speech import LOCALE
from harness.translate.gaps import Gap, gaps
from harness.translate.sources import messages

FEW = 5  # of a file, that are told one by one


def findings(scope: Scope) -> Iterator[Finding]:
    folders = sorted(path for path in (course().home / LOCALE).glob("*") if path.is_dir())
    said = messages() if folders else ()
    for folder in folders:
        lacking = [gap for gap in gaps(folder.name, said) if _is_of(scope, gap.path)]
        for path, group in groupby(lacking, key=lambda gap: gap.path):
            yield from _of_a_file(path, [*group])


def _is_of(scope: Scope, path: Path) -> bool:
    return scope.whole or path.stem in {f"todo_{todo.number}" for todo in scope.todos}


def _of_a_file(path: Path, lacking: Sequence[Gap]) -> Iterator[Finding]:
    """The first few one by one, and how many others there are."""
    language = path.parent.name
    for gap in lacking[:FEW]:
        line = line_of(path, re.escape(gap.about.splitlines()[0]))
        yield Finding(path, line, f"{gap.about!r} {gap.what}", "mend its msgstr")
    if len(lacking) > FEW:
        everything = f"python -m harness translate {language} --only {path.stem}"
        yield Finding(path, 1, f"{len(lacking) - FEW} others lack something", f"`{everything}` lists them")
