"""Grades a cohort while processes are killed and the disk is filled, and looks whether each has its one grade."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from harness.course import course
from harness.grading.reports.folders import TABLE
from harness.grading.shards.status import NAME as STATUS
from harness.proof.cohort.cluster import Cluster, Process
from harness.proof.cohort.submissions import cohort, grade_in, kind_of, kinds
from harness.where import ROOT

TICK = 0.5  # seconds
ROUNDS, AT_ONCE = 10, 2  # of workers that are killed
BALLAST = "ballast"


class NotProven(Exception):
    """The trial itself has failed."""


@dataclass(frozen=True)
class Disaster:
    """share: of the submissions that have a grade, at which it comes."""

    share: float
    name: str
    come: Callable[[], None]


@dataclass
class Trial:
    """A folder for all of it, how many submissions and workers, and which TODOs. workers: 0 grades without a cluster.

    small_disk: whether the reports lie on a disk that may be filled.
    """

    folder: Path
    many: int
    workers: int
    todos: Sequence[int] = ()
    small_disk: bool = False
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.seed = random.SystemRandom().randrange(2**32)
        self.out = self.folder / "grades"
        self.full_since = 0
        self._kinds = list(islice(kinds(course()), self.many))

    def run(self) -> list[str]:
        """What is wrong with the grades: nothing, it is hoped."""
        quiet = self.folder / "undisturbed"
        alone = [kind.write(self.folder / "kinds" / kind.name) for kind in self._kinds]
        status = subprocess.run(self._command(alone, quiet), cwd=ROOT, stdout=subprocess.DEVNULL).returncode
        if status != 0:
            raise NotProven(f"undisturbed, the grader ended with status {status}")
        paths = cohort(course(), self.many, self.folder / "submissions")
        self._disturbed(paths)
        return list(self._wrong(paths, quiet))

    def _command(self, paths: Sequence[Path], out: Path, *more: str) -> list[str]:
        todos = [word for todo in self.todos for word in ("--todo", str(todo))]
        command = [sys.executable, "-m", "harness", f"--course={course().root}", "grade", *map(str, paths)]
        return [*command, "--out", str(out), "--seed", str(self.seed), *todos, *more]

    def _disturbed(self, paths: Sequence[Path]) -> None:
        """Until a driver has graded all of them; one that was killed, or found no room, is begun anew."""
        cluster = Cluster(self.folder, self.workers) if self.workers else None
        on = ("--on", f"dask://{cluster.address}", "--jobs", "1") if cluster else ()
        self.driver = driver = Process(self._command(paths, self.out, *on), self.folder / "driver.log")
        ahead = deque(self._disasters(cluster, driver))
        try:
            while 0 not in driver.statuses:
                if cluster:
                    cluster.keep_alive()
                driver.keep_alive()
                if ahead and not self._is_full and self._share() >= ahead[0].share:
                    disaster = ahead.popleft()
                    disaster.come()
                    self.done[disaster.name] += 1
                time.sleep(TICK)
                driver.look()
                self._make_room()
        finally:
            driver.end()
            if cluster:
                cluster.end()

    def _disasters(self, cluster: Cluster | None, driver: Process) -> list[Disaster]:
        """In the order in which they come."""
        draw = random.SystemRandom()
        found = [Disaster(share, "the driver is killed", driver.kill) for share in (0.3, 0.7)]
        if cluster:
            found += [Disaster(0.5, "the scheduler is killed", cluster.scheduler.kill)]
            two = partial(_kill, cluster.workers, draw)
            found += [Disaster(draw.uniform(0.02, 0.98), f"{AT_ONCE} workers are killed", two) for _ in range(ROUNDS)]
        if self.small_disk:
            found += [Disaster(0.6, "the disk is full", self._fill)]
        return sorted(found, key=lambda disaster: disaster.share)

    def _fill(self) -> None:
        """From now on there is no room for reports, until the driver has ended over it."""
        self.full_since = len(self.driver.statuses)
        with suppress(OSError), (self.out / BALLAST).open("wb", buffering=0) as ballast:
            while ballast.write(bytes(2**16)):
                pass

    @property
    def _is_full(self) -> bool:
        return (self.out / BALLAST).exists()

    def _make_room(self) -> None:
        if self._is_full and len(self.driver.statuses) > self.full_since:
            (self.out / BALLAST).unlink()

    def _share(self) -> float:
        try:
            status = json.loads((self.out / STATUS).read_bytes())
        except (OSError, ValueError):
            return 0.0
        return float(status["done"] / status["total"])

    def _wrong(self, paths: Sequence[Path], quiet: Path) -> Iterator[str]:
        expected = {kind.name: grade_in(quiet / kind.name) for kind in self._kinds}
        for path in paths:
            if grade_in(self.out / path.name) != expected[kind_of(path.name)]:
                yield f"{path.name} has another grade than alone, or none"
        folders = {path.name for path in self.out.iterdir() if path.is_dir()}
        yield from (f"{name} is a folder of reports too many" for name in folders - {path.name for path in paths})
        with (self.out / TABLE).open(encoding="utf-8", newline="") as table:
            rows = Counter(row["path"] for row in csv.DictReader(table) if row["complete"] == "yes")
        yield from (f"{path.name} has {rows[str(path)]} rows in the table" for path in paths if rows[str(path)] != 1)
        yield from (f"{part} was left half written" for part in self.out.rglob(".*.part"))


def _kill(workers: Sequence[Process], draw: random.Random) -> None:
    for worker in draw.sample(workers, AT_ONCE):
        worker.kill()
