"""All that decides a grade beside the code: what claims are worth, who handed in, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from harness.grading.grade import Grade
from harness.grading.intake.author import HandedIn
from harness.grading.intake.handed_in import handed_in
from harness.grading.policy import DEFAULT, Policy, policy
from harness.grading.roster import BadRoster, Roster, Student, roster

NOBODY = Roster()
TIME = "time"  # the column


@dataclass(frozen=True)
class Terms:
    """times: a roster with a column of times."""

    policy: Policy = DEFAULT
    roster: Roster = NOBODY
    times: Roster = NOBODY

    @classmethod
    def read(cls, of_policy: Path | None, of_roster: Path | None, of_times: Path | None) -> Terms:
        """Read them from files, as far as there are any. Raises BadPolicy, BadRoster."""
        times = roster(of_times) if of_times else NOBODY
        for student in times.students:
            _time(student, of_times)
        return cls(policy(of_policy), roster(of_roster) if of_roster else NOBODY, times)

    def over(self, grade: Grade, path: Path) -> Grade:
        """The grade of a submission under these terms."""
        found = handed_in(path)
        students = tuple(self.roster.find(author.names) or Student(author.name, author.id) for author in found.authors)
        known = tuple(student for student in students if student.name or student.id)
        return replace(grade, policy=self.policy, students=known, handed_in=self._when(found, known))

    def _when(self, found: HandedIn, students: tuple[Student, ...]) -> datetime | None:
        """By the table of times, under any of the names that are known; or else as the place says it."""
        names = [name for author in found.authors for name in author.names]
        names += [name for student in students for name in student.keys]
        timed = self.times.find(names)
        return _time(timed) if timed else found.time


AS_USUAL = Terms()


def _time(student: Student, path: Path | None = None) -> datetime:
    written = {column.casefold(): cell for column, cell in student.row.items()}.get(TIME, "")
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise BadRoster(
            f"{path}: {written!r} in the column {TIME} is no time, such as 2026-10-01T23:59:00+09:00"
        ) from None
