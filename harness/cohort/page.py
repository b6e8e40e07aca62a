"""cohort.html: one page for the staff, or without a name on it, for the class. It asks nothing of a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness.cohort.cohort import Cohort
from harness.cohort.misconceptions import Misconception
from harness.cohort.progress import REST, STATES
from harness.course import course
from harness.grading.reports.html import content_policy, templates

TEMPLATES = Path(__file__).parent / "templates"
PAGES = templates(TEMPLATES)
GLYPHS = {"done": "✓", "failing": "✗", "blocked": "‖", "not started": "○"}
FEWEST = 3  # makers of a mistake that is shown without their names: fewer might be known by it
MOST_CLAIMS, MOST_TILES = 20, 9  # of a TODO


@dataclass(frozen=True)
class Shown:
    """The cohort as a page shows it. anonymous: without a name, and without what only one or two have written."""

    cohort: Cohort
    anonymous: bool

    @property
    def named(self) -> Sequence[Misconception]:
        return [each for each in self.cohort.named if each.many >= self._fewest]

    @property
    def unnamed(self) -> Sequence[Misconception]:
        return [each for each in self.cohort.unnamed if each.many >= self._fewest]

    @property
    def heat(self) -> dict[int, list[Misconception]]:
        """The mistakes of each TODO."""
        return {
            step.number: found
            for step in self.cohort.steps
            if (found := [each for each in self.named if each.todo == step.number])
        }

    @cached_property
    def made(self) -> Mapping[str, Sequence[str]]:
        """The mistakes of each folder: their names, and the groups of those that have none."""
        found = {report.folder: list(report.slips) for report in self.cohort.reports}
        for number, group in enumerate(self.unnamed, 1):
            for maker in group.makers:
                found[maker.folder].append(f"group {number}")
        return found

    @property
    def _fewest(self) -> int:
        return FEWEST if self.anonymous else 1


def page(cohort: Cohort, anonymous: bool = False) -> str:
    """The whole page. Its policy lets nothing load and nothing run but the style and the script that are part of it."""
    style, script = ((TEMPLATES / name).read_text(encoding="utf-8") for name in ("cohort.css", "cohort.js"))
    return PAGES.get_template("cohort.html.jinja").render(
        title=course().title,
        cohort=cohort,
        shown=Shown(cohort, anonymous),
        anonymous=anonymous,
        many=len(cohort.reports),
        ids=any(report.id for report in cohort.reports),
        places={report.folder: i for i, report in enumerate(cohort.reports)},
        states=(*STATES, REST),
        glyphs=GLYPHS,
        fewest=FEWEST,
        most_claims=MOST_CLAIMS,
        most_tiles=MOST_TILES,
        style=style,
        script=script,
        policy=content_policy(style, script),
    )
