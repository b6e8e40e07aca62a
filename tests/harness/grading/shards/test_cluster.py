"""A worker of dask starts the shard as a process; whatever is lost is told, and nothing is waited for in vain."""

import sys
import time
from pathlib import Path

import pytest
from distributed import LocalCluster

from harness.grading.shards import cluster as engine
from harness.grading.shards.cluster import Dask
from harness.grading.shards.engine import Lost, Place, Shard
from harness.grading.shards.manifest import Settings, Task


@pytest.fixture
def dask():
    """A cluster of two workers in this process."""
    how = {"n_workers": 2, "threads_per_worker": 1, "processes": False, "dashboard_address": ":0"}
    with LocalCluster(host="127.0.0.1", protocol="tcp://", **how) as dask:
        yield dask


@pytest.fixture
def begun(dask, tmp_path, monkeypatch):
    """Begins a shard on the first node, where this script stands for Python."""
    found = Dask(Place(tmp_path, "7", Settings()), dask.scheduler_address.removeprefix("tcp://"))

    def begin(script):
        (path := tmp_path / "python").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(path))
        shard = Shard((Task(Path("/in/mina"), "mina", "d", "v", 1, (1,)),), found.nodes()[0])
        found.begin(shard)
        return found, shard

    yield begin
    found.close()


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(engine, "PAUSE", 0.05)


def ends(dask):
    until = time.monotonic() + 30
    while not (found := dask.ended(0.05)):
        assert time.monotonic() < until
    return found


def test_each_worker_is_a_node_and_a_shard_tells_its_status_and_its_words(begun):
    dask, shard = begun('echo "$@" >&2; exit 3')
    assert len(dask.nodes()) == 2
    (end,) = ends(dask)
    assert (end.shard, end.status) == (shard, 3)
    assert end.said.endswith("--run 7 mina\n")


def test_a_shard_that_is_killed_has_no_status(begun):
    dask, shard = begun("kill -9 $$")
    assert ends(dask)[0].status is None


def test_a_lost_worker_is_told_at_once(begun, dask):
    found, shard = begun("sleep 3")
    (worker,) = (worker for worker in dask.workers.values() if worker.address == shard.node)
    dask.sync(worker.close)
    (end,) = ends(found)
    assert (end.shard, end.status) == (shard, None)
    assert len(found.nodes()) == 1


def test_without_a_scheduler_there_is_no_node_and_in_the_end_no_hope(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "CONNECTING", "0.2s")
    dask = Dask(Place(tmp_path, "7", Settings()), "127.0.0.1:1")
    assert dask.nodes() == ()
    monkeypatch.setattr(engine, "PATIENCE", 0.0)
    with pytest.raises(Lost, match="no worker at"):
        dask.nodes()
