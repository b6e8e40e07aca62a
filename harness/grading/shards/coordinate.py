"""Hands out tasks in shards until each has a grade, or has been tried in vain. It trusts nothing but the reports.

A submission over which the grader fails, or with which a node is lost, is tried again on another node, and then in a
shard of its own, so that it takes no neighbour with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import ceil
from typing import Any

from harness.grading.run import NoRoom
from harness.grading.shards.engine import End, Engine, Lost, Place, Shard
from harness.grading.shards.manifest import Task, read_report, stamp
from harness.grading.shards.shard import FAILED, FULL, GRADED, UNFIT

LARGEST = 100  # tasks of a shard: it starts in seconds, and what it holds in memory stays small
LEAST = 10  # unless fewer are left
ALONE = 2  # failures and losses, after which it is tried alone
FAILURES, LOSSES = 3, 5  # and then no more; a node may be lost for many reasons, a failure is told
IDLE = 10  # shards that end one after another before they have begun anything
TICK = 0.3  # seconds


@dataclass
class _Trouble:
    """How often the grader has failed over a submission, how often a node was lost with it, and on which nodes."""

    failed: int = 0
    lost: int = 0
    nodes: set[str] = field(default_factory=set)


@dataclass
class _HandedOut:
    """A shard, what its reports were like when they were last looked at, and which of its tasks are done."""

    shard: Shard
    first: dict[str, int]
    last: dict[str, int]
    done: set[str] = field(default_factory=set)


class Coordinator:
    """done: called with each task and its report. told: called with what a shard complains about."""

    def __init__(
        self,
        tasks: Collection[Task],
        place: Place,
        engine: Engine,
        done: Callable[[Task, Mapping[str, Any]], None],
        told: Callable[[str], None],
    ) -> None:
        self._waiting = deque(tasks)
        self._place = place
        self._engine = engine
        self._done = done
        self._told = told
        self._out: dict[str, _HandedOut] = {}
        self._troubles: dict[str, _Trouble] = {}
        self._unfit: dict[str, str] = {}
        self._idle = 0
        self.without: list[Task] = []

    def run(self, each: Callable[[], None]) -> None:
        """Until nothing is left to be tried. each: called several times a second. Raises Lost, NoRoom."""
        while self._waiting or self._out:
            self._hand_out()
            for end in self._engine.ended(TICK):
                self._settle(end)
            for handed_out in self._out.values():
                self._look(handed_out)
            each()

    def _hand_out(self) -> None:
        there = [node for node in self._engine.nodes() if node not in self._unfit]
        free = [node for node in there if node not in self._out]
        for node in free:
            self._begin(self._taken(node, there, lambda task, at=node: at not in self._trouble(task).nodes))  # type: ignore[misc]
        if self._waiting and not self._out:
            if not there and self._unfit:
                raise Lost(next(iter(self._unfit.values())))
            for node in there[:1]:  # there is no other
                self._begin(self._taken(node, there, lambda task: True))

    def _taken(self, node: str, there: Sequence[str], may: Callable[[Task], bool]) -> Shard:
        """The next shard for a node: tasks with one seed and the same TODOs, or one that is to be alone."""
        first = next(filter(may, self._waiting), None)
        if first is None:
            return Shard((), node)
        many = min(LARGEST, max(LEAST, ceil(len(self._waiting) / len(there))))

        def fits(task: Task) -> bool:
            alike = (task.seed, task.todos, task.version) == (first.seed, first.todos, first.version)
            return alike and may(task) and not self._is_alone(task)

        taken = [first] if self._is_alone(first) else list(islice(filter(fits, self._waiting), many))
        names = {task.folder for task in taken}
        self._waiting = deque(task for task in self._waiting if task.folder not in names)
        return Shard(tuple(taken), node)

    def _begin(self, shard: Shard) -> None:
        if shard.tasks:
            stamps = {task.folder: self._stamp(task) for task in shard.tasks}
            self._out[shard.node] = _HandedOut(shard, stamps, stamps.copy())
            self._engine.begin(shard)

    def _look(self, handed_out: _HandedOut) -> None:
        """Count those that have been graded meanwhile."""
        for task in handed_out.shard.tasks:
            now = self._stamp(task)
            if task.folder not in handed_out.done and now != handed_out.last[task.folder]:
                handed_out.last[task.folder] = now
                self._count(task, handed_out)

    def _count(self, task: Task, handed_out: _HandedOut) -> bool:
        """Whether it has its grade."""
        report = read_report(self._place.out / task.folder)
        if not task.is_done_by(report):
            return False
        if task.folder not in handed_out.done:
            handed_out.done.add(task.folder)
            self._done(task, report)
        return True

    def _settle(self, end: End) -> None:
        """The reports say what has been graded, whatever became of the process. Only what was begun bears blame."""
        handed_out = self._out.pop(end.shard.node)
        self._told(end.said)
        left = [task for task in end.shard.tasks if not self._count(task, handed_out)]
        begun = {task.folder for task in left if self._stamp(task) != handed_out.first[task.folder]}
        self._idle = 0 if begun or handed_out.done else self._idle + 1
        blamed = end.status in (None, GRADED, FAILED)
        for task in reversed(left):
            if blamed and task.folder in begun:
                self._try_again(task, end)
            else:
                self._waiting.appendleft(task)
        if end.status == FULL:
            raise NoRoom
        if end.status == UNFIT and not begun:
            self._unfit[end.shard.node] = end.said
        if self._idle >= IDLE:
            raise Lost(f"{IDLE} shards one after another have ended before they began. The last one said: {end.said}")

    def _try_again(self, task: Task, end: End) -> None:
        trouble = self._troubles.setdefault(task.folder, _Trouble())
        trouble.nodes.add(end.shard.node)
        trouble.failed += end.status is not None
        trouble.lost += end.status is None
        if trouble.failed < FAILURES and trouble.lost < LOSSES:
            self._waiting.append(task)
        else:
            self.without.append(task)

    def _trouble(self, task: Task) -> _Trouble:
        return self._troubles.get(task.folder, _NONE)

    def _is_alone(self, task: Task) -> bool:
        trouble = self._trouble(task)
        return trouble.failed + trouble.lost >= ALONE

    def _stamp(self, task: Task) -> int:
        return stamp(self._place.out / task.folder)


_NONE = _Trouble()
