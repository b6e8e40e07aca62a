"""A case, run against a package of classes in this process."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn

from harness.case import Build, Call, Case, Error, Outcome, Reply
from harness.limits import breakpoints, machine
from harness.limits.permissions import confined
from harness.limits.time_limit import CpuTimeUp, Limits
from harness.load.files import Files
from harness.load.imports import Import, relative_imports
from harness.load.package import Package
from harness.load.stand_ins import find_stand_in
from harness.run.attempt import Attempt
from harness.run.errors import describe
from harness.run.signatures import with_signatures

IMPORT_SECONDS = 3.0  # of CPU time; it takes some thousandths of a second
CALLS_SECONDS = 4.0  # for a case: each call takes some thousandths of a second
TRAINING_SECONDS = 20.0  # a training run takes a third of a second
SECOND_CHANCE = 1.0  # second, once something has run out of time: a student waits for this


class InProcess:
    """An implementation that is imported here, so that print and breakpoint work.

    timed_elsewhere: another process watches the clock. debugged: a breakpoint stops, and the user is waited for.
    late: what has run out of time.
    """

    timed_elsewhere = False
    debugged = False

    def __init__(self, folder: Path, replaced: Sequence[str] = (), files: Files | None = None) -> None:
        machine.simplify()
        self.package = Package(folder, replaced, files)
        self.late: list[Error] = []
        self._classes: dict[tuple[str, bool], type[nn.Module]] = {}
        self._hopeless: dict[tuple[frozenset[tuple[str, bool]], str], Error] = {}
        self._over: dict[tuple[str, ...], InProcess] = {}

    @property
    def folder(self) -> Path:
        return self.package.folder

    @property
    def replaced(self) -> tuple[str, ...]:
        return self.package.replaced

    def imports(self, file: str) -> Sequence[Import]:
        """What a file (without .py) imports from the others; nothing where it can't be read."""
        return relative_imports(self.package.source(file))

    def over(self, replaced: Sequence[str]) -> InProcess:
        """The same implementation, with some of its classes replaced by stand-ins of the same name."""
        key = tuple(replaced)
        if key not in self._over:
            other = self._over[key] = InProcess(self.folder, key, self.package.files)
            other.timed_elsewhere, other.debugged, other.late = self.timed_elsewhere, self.debugged, self.late
        return self._over[key]

    def __call__(self, case: Case) -> Outcome:
        """Run a case; whatever the implementation raises is part of the outcome."""
        return self.in_turn(case, case.calls, [])

    def in_turn(self, case: Case, calls: Iterable[Call], done: list[Reply]) -> Outcome:
        """Build the module of a case, and make these calls as they come. `done` gets their replies."""
        needed, methods = frozenset(part.key for part in case.build.parts), {"", *(call.method for call in case.calls)}
        for (hopeless, method), error in self._hopeless.items():
            if hopeless <= needed and method in methods:
                return Outcome((), {}, (), error)
        with _global_state_kept(), nullcontext() if self.debugged else breakpoints.raising():
            outcome = self._run(case, calls, done)
        if outcome.error is not None and outcome.error.always:
            method = outcome.error.stage if outcome.error.stage in methods else ""
            self._hopeless[_to_blame(outcome.error, needed), method] = outcome.error
        return outcome

    def _run(self, case: Case, calls: Iterable[Call], done: list[Reply]) -> Outcome:
        attempt, limits = Attempt(case, done), Limits(self.timed_elsewhere, self.debugged)
        try:
            with limits.kept(), confined():
                limits.allow(self._seconds(IMPORT_SECONDS))
                classes = {part.key: self._find(part) for part in case.build.parts}
                limits.allow(TRAINING_SECONDS if case.training else self._seconds(CALLS_SECONDS))
                attempt.make(classes, calls)
        except BaseException as exception:
            if limits.pressed or (self.debugged and breakpoints.is_quit(exception)):
                raise KeyboardInterrupt from None
            return attempt.outcome(self._error(exception, attempt))
        return attempt.outcome()

    def _error(self, exception: BaseException, attempt: Attempt) -> Error:
        late = isinstance(exception, CpuTimeUp)
        error = describe(exception, attempt.stage, self.package, late or attempt.stage == "import")
        error = replace(error, message=with_signatures(error, attempt.case.build.name, self.package))
        if late:
            self.late.append(error)
        return error

    def _seconds(self, most: float) -> float:
        """Those that a case has, which is waited for only once."""
        return min(most, SECOND_CHANCE) if self.late else most

    def _find(self, part: Build) -> type[nn.Module]:
        if part.key not in self._classes:
            with _global_state_kept():
                found = find_stand_in(part.name) if part.stand_in else self.package.find_class(part.name)
            self._classes[part.key] = found
        return self._classes[part.key]


@contextmanager
def _global_state_kept() -> Iterator[None]:
    random_state, dtype, threads = torch.get_rng_state(), torch.get_default_dtype(), torch.get_num_threads()
    torch.default_generator.manual_seed(0)
    try:
        with torch.enable_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        torch.set_rng_state(random_state)
        torch.set_default_dtype(dtype)
        torch.set_default_device(None)
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)


def _to_blame(error: Error, needed: frozenset[tuple[str, bool]]) -> frozenset[tuple[str, bool]]:
    """The classes that need not be tried again: what is still to be written is reached with the same ones only."""
    own = frozenset(key for key in needed if key[1] is False)
    return needed if "NotImplementedError" in error.kinds else own or needed
