"""Whatever happens to nodes, each submission has its one grade in the end, or has none for a reason of its own."""

import os
import random
from pathlib import Path

import pytest
from reports import report

from harness.grading.run import NoRoom
from harness.grading.shards import coordinate
from harness.grading.shards.coordinate import FAILURES, IDLE, LOSSES, Coordinator
from harness.grading.shards.engine import End, Lost, Place
from harness.grading.shards.manifest import Settings, Task
from harness.grading.shards.shard import FAILED, FULL, GRADED, SUPERSEDED, UNFIT


class FakeEngine:
    """Nodes that grade at once, and tell it later. grade(shard) writes reports and gives the status; None is a loss."""

    def __init__(self, grade, nodes=("1", "2")):
        self.grade, self._nodes, self.begun = grade, nodes, []
        self._ends, self._later = [], []

    def nodes(self):
        return self._nodes

    def begin(self, shard):
        self.begun.append(shard)
        self._later.append(End(shard, self.grade(shard), "said"))

    def ended(self, seconds):
        ends, self._ends, self._later = self._ends, self._later, []
        return ends


@pytest.fixture
def coordinated(tmp_path):
    """Runs so many tasks, or those that are given, and gives the coordinator with what it has counted."""

    def run(engine, tasks):
        counted = []
        place = Place(tmp_path, "7", Settings())
        found = Coordinator(tasks, place, engine, lambda task, _: counted.append(task.folder), lambda said: None)
        found.run(lambda: None)
        assert len(counted) == len(set(counted)), "one was counted twice"
        return found, counted

    return run


def tasks_of(many, seed=1):
    return [Task(Path(f"/in/{i}"), str(i), "d", "v", seed, (1, 2)) for i in range(many)]


@pytest.fixture
def write(tmp_path):
    """Writes reports, each a moment after the last."""
    clock = iter(range(1, 10**9))

    def write(task, **how):
        report(tmp_path, task, **how)
        os.utime(tmp_path / task.folder / "staff.json", ns=(0, next(clock)))

    return write


def test_all_are_graded_in_shards_that_share_the_work(coordinated, write):
    engine = FakeEngine(lambda shard: [write(task) for task in shard.tasks] and GRADED)
    found, counted = coordinated(engine, tasks_of(300))
    assert (sorted(map(int, counted)), found.without) == (list(range(300)), [])
    sizes = [len(shard.tasks) for shard in engine.begun]
    assert max(sizes) <= coordinate.LARGEST
    assert {shard.node for shard in engine.begun} == {"1", "2"}


def test_a_shard_has_one_seed(coordinated, write):
    engine = FakeEngine(lambda shard: [write(task) for task in shard.tasks] and GRADED)
    mixed = [*tasks_of(5), *(Task(Path(f"/b/{i}"), f"b{i}", "d", "v", 2, (1,)) for i in range(5))]
    coordinated(engine, mixed)
    assert all(len({(task.seed, task.todos) for task in shard.tasks}) == 1 for shard in engine.begun)


@pytest.mark.parametrize(("status", "tries"), [(FAILED, FAILURES), (None, LOSSES)])
def test_a_submission_over_which_nodes_fail_is_tried_elsewhere_then_alone_and_condemns_nobody(
    coordinated, write, status, tries
):
    def grade(shard):
        for task in shard.tasks:
            write(task, complete=False)
            if task.folder in ("3", "4"):
                return status
            write(task)
        return GRADED

    engine = FakeEngine(grade)
    found, counted = coordinated(engine, tasks_of(20))
    assert sorted(map(int, counted)) == [i for i in range(20) if i not in (3, 4)]
    assert sorted(task.folder for task in found.without) == ["3", "4"]
    tried = [shard for shard in engine.begun if "3" in {task.folder for task in shard.tasks}]
    assert len(tried) == tries
    assert tried[0].node != tried[1].node
    assert all(len(shard.tasks) == 1 for shard in tried[2:])


def test_what_a_lost_node_had_not_begun_bears_no_blame(coordinated, write):
    losses = iter([True] * (LOSSES + 1))

    def grade(shard):
        write(shard.tasks[0])
        if next(losses, False):
            return None
        for task in shard.tasks[1:]:
            write(task)
        return GRADED

    found, counted = coordinated(FakeEngine(grade), tasks_of(20))
    assert (len(counted), found.without, found._troubles) == (20, [], {})


def test_a_shard_that_finishes_twice_is_counted_once(coordinated, write, tmp_path):
    lost = []

    def grade(shard):
        for task in [*shard.tasks, *lost]:
            write(task)
        if not lost:
            lost.extend(shard.tasks)
            for task in shard.tasks[5:]:
                (tmp_path / task.folder / "staff.json").unlink()  # they come later, as here from a node cut off
            return None
        return GRADED

    found, counted = coordinated(FakeEngine(grade), tasks_of(30))
    assert (len(counted), found.without) == (30, [])


def test_a_node_that_isolates_too_little_gets_no_more(coordinated, write):
    engine = FakeEngine(lambda shard: UNFIT if shard.node == "1" else [write(task) for task in shard.tasks] and GRADED)
    found, counted = coordinated(engine, tasks_of(30))
    assert (len(counted), [shard.node for shard in engine.begun].count("1")) == (30, 1)


def test_where_no_node_isolates_enough_nothing_is_graded(coordinated):
    with pytest.raises(Lost, match="said"):
        coordinated(FakeEngine(lambda shard: UNFIT), tasks_of(3))


@pytest.mark.parametrize("status", [None, FAILED, SUPERSEDED])
def test_nodes_that_begin_nothing_are_not_tried_for_ever(coordinated, status):
    engine = FakeEngine(lambda shard: status)
    with pytest.raises(Lost, match="before they began"):
        coordinated(engine, tasks_of(3))
    assert len(engine.begun) == IDLE


def test_without_room_for_reports_the_run_stops(coordinated):
    with pytest.raises(NoRoom):
        coordinated(FakeEngine(lambda shard: FULL), tasks_of(3))


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_lost_each_ends_with_one_grade(coordinated, write, tmp_path, seed):
    """Nodes end at any moment, reports are late, and some submissions kill every node."""
    draw = random.Random(seed)
    poison = set(map(str, draw.sample(range(200), 3)))

    def grade(shard):
        for task in shard.tasks:
            if draw.random() < 0.03:
                return None
            write(task, complete=False)
            if task.folder in poison or draw.random() < 0.01:
                return draw.choice([None, FAILED])
            write(task)
        return GRADED

    found, counted = coordinated(FakeEngine(grade, "1234"), tasks_of(200))
    assert {task.folder for task in found.without} == poison
    assert set(counted) == set(map(str, range(200))) - poison
