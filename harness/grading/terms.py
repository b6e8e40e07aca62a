"""All that decides a grade beside the code: what claims are worth, who handed in, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from harness.grading.grade import Grade
from harness.grading.intake.author import HandedIn
from harness.grading.intake.handed_in import handed_in
from harness.grading.policy import DEFAULT, Policy, policy
from harness.grading.reports.sanitized import line
from harness.grading.roster import BadRoster, Roster, Student, roster

NOBODY = Roster()
TIME = "time"  # the column
MOST_NAMED = 5


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
        if of_times and TIME not in map(str.casefold, times.columns):
            raise BadRoster(f"{of_times} has no column {TIME}")
        timed = tuple(student for student in times.students if _written(student))
        for student in timed:
            _time(student, of_times)
        return cls(policy(of_policy), roster(of_roster) if of_roster else NOBODY, replace(times, students=timed))

    def over(self, grade: Grade, path: Path) -> Grade:
        """The grade of a submission under these terms."""
        found = handed_in(path)
        students = tuple(self.roster.find(author.names) or Student(author.name, author.id) for author in found.authors)
        known = tuple(student for student in students if student.name or student.id)
        return replace(grade, policy=self.policy, students=known, handed_in=self._when(found, known))

    def absent(self, paths: Iterable[Path]) -> str:
        """The students of the roster who have none of these submissions, in a sentence, where there are any."""
        found = {id(self.roster.find(author.names)) for path in paths for author in handed_in(path).authors}
        absent = [student.name or student.id for student in self.roster.students if id(student) not in found]
        if not absent:
            return ""
        more = " and others" if len(absent) > MOST_NAMED else ""
        return f"{len(absent):,} of the roster handed in nothing: {line(', '.join(absent[:MOST_NAMED]))}{more}."

    def _when(self, found: HandedIn, students: tuple[Student, ...]) -> datetime | None:
        """By the table of times, under any of the names that are known; or else as the place says it."""
        names = [name for author in found.authors for name in author.names]
        names += [name for student in students for name in student.keys]
        timed = self.times.find(names)
        return _time(timed) if timed else found.time


AS_USUAL = Terms()


def _written(student: Student) -> str:
    """The time in a row, as it is written there."""
    return {column.casefold(): cell for column, cell in student.row.items()}.get(TIME, "")


def _time(student: Student, path: Path | None = None) -> datetime:
    written = _written(student)
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise BadRoster(
            f"{path}: {written!r} in the column {TIME} is no time, such as 2026-10-01T23:59:00+09:00"
        ) from None
