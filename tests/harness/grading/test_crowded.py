"""The staff are told where timed claims had no core to themselves."""

import os

import pytest

from harness.grading.crowded import cores, is_crowded


@pytest.mark.parametrize(("load", "crowded"), [(0.0, False), (3.0, False), (3.1, True)])
def test_a_machine_is_crowded_where_more_want_to_run_than_there_are_cores(monkeypatch, load, crowded):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 5})
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0))
    assert (cores(), is_crowded()) == (2, crowded)
