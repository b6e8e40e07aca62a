"""What an implementation is held against: the answers, or where these are not at hand, a recording of them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Protocol

from harness.case import Implementation
from harness.course import Todo
from harness.draw.check import Check
from harness.judge.naming import Bank, Names
from harness.judge.recorded import RecordedAnswers
from harness.judge.recording import is_recording
from harness.run.in_process import InProcess


class Answers(Protocol):
    """The right outcomes, and the known mistakes."""

    @property
    def reference(self) -> Implementation: ...

    @property
    def bank(self) -> Names: ...

    def rival(self, impl: Implementation) -> Implementation:
        """What an implementation races against."""
        ...

    def known(self, check: Check, todo: Todo) -> Check:
        """A check with what is known of its draws."""
        ...


class LiveAnswers:
    """A folder of answers, with its slips, that are run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def reference(self) -> Implementation:
        return InProcess(self.folder)

    @cached_property
    def bank(self) -> Names:
        return Bank(self.folder)

    def rival(self, impl: Implementation) -> Implementation:
        return self.reference

    def known(self, check: Check, todo: Todo) -> Check:
        return check


def answers(folder: Path) -> Answers:
    """The answers of a folder, whichever of the two it holds."""
    return RecordedAnswers(folder) if is_recording(folder) else LiveAnswers(folder)
