"""The sections that a TODO adds to the pages of the course."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from harness.course import PAGE, course
from harness.kit.handout import LANGUAGES
from harness.new.rung import Rung


class Begun(ValueError):
    """A page has a section of this TODO already."""


def pages(rung: Rung) -> Mapping[Path, str]:
    """Each page with the new section in it. Raises Begun."""
    root, found = course().root, dict[Path, str]()
    for language in LANGUAGES:
        week = root / "handout" / language / f"week-{rung.week}.md"
        found[week] = _with_section(week, rung, f"handout.{language}.md")
        key = course().answers / "answers" / f"{language}.md"
        found[key] = _with_section(key, rung, f"key.{language}.md")
    if (root / PAGE).is_file():
        found[root / PAGE] = _with_section(root / PAGE, rung, "contract.md")
    return found


def _with_section(page: Path, rung: Rung, template: str) -> str:
    text = page.read_text(encoding="utf-8") if page.is_file() else "# TODO(maintainer): a title\n"
    if re.search(rf"^## TODO {rung.number}\b", text, re.MULTILINE):
        raise Begun(f"{page} has a section of TODO {rung.number}")
    at = _place(text, rung.number)
    return f"{text[:at].rstrip()}\n\n{rung.filled(template).strip()}\n\n{text[at:]}".rstrip() + "\n"


def _place(text: str, number: int) -> int:
    """Where the first section begins that stands after those of all earlier TODOs; the end where there is none."""
    headings = list(re.finditer(r"^## (?:TODO (\d+))?", text, re.MULTILINE))
    earlier = [i for i, heading in enumerate(headings) if heading[1] and int(heading[1]) < number]
    later = headings[earlier[-1] + 1 :] if earlier else []
    return later[0].start() if later else len(text)
