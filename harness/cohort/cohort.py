"""A cohort: all submissions of which a folder holds reports, and what they show together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

from harness.cohort.alike import Alike, alike
from harness.cohort.misconceptions import Misconception, named, unnamed
from harness.cohort.progress import Breaking, Step, breaking, steps
from harness.cohort.report import Report, reports


@dataclass(frozen=True)
class Cohort:
    """The reports, in the order of their folders."""

    reports: tuple[Report, ...]

    @classmethod
    def of(cls, out: Path) -> Cohort:
        """That of a folder. Raises BadReport."""
        return cls(tuple(reports(out)))

    @cached_property
    def graded(self) -> tuple[Report, ...]:
        """All that are complete."""
        return tuple(report for report in self.reports if report.complete)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return steps(self.reports)

    @cached_property
    def breaking(self) -> tuple[Breaking, ...]:
        return breaking(self.reports)

    @cached_property
    def named(self) -> tuple[Misconception, ...]:
        return named(self.reports)

    @cached_property
    def unnamed(self) -> tuple[Misconception, ...]:
        return unnamed(self.reports)

    @cached_property
    def alike(self) -> tuple[Alike, ...]:
        return alike(self.reports)

    @property
    def suspected(self) -> tuple[Report, ...]:
        """All that cost more than they counted."""
        return tuple(report for report in self.reports if report.suspicions)

    @property
    def took(self) -> str:
        """How long the grading took, of half of them and of the slowest."""
        slowest = max(self.reports, key=lambda report: report.seconds)
        half = median(report.seconds for report in self.reports)
        return f"Half of the gradings took {half:.0f} seconds or less, and the longest {slowest.seconds:.0f} seconds."

    @property
    def headline(self) -> str:
        """How far it is, in a sentence or two."""
        if not self.graded:
            return "No submission has a whole grade yet."
        out_of = max(report.out_of for report in self.graded)
        half = median(report.points for report in self.graded)
        whole = sum(report.points == report.out_of for report in self.graded)
        said = f"Half of them have {half:g} of {out_of:g} points or more, and {whole:,} have all."
        left = len(self.reports) - len(self.graded)
        return f"{said} {left:,} have no whole grade yet." if left else said
