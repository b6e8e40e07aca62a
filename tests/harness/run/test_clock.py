"""Calls are timed by the finest clock of the machine, which is looked for once."""

import time

import pytest

from harness.case import Call
from harness.run.call import clock


@pytest.mark.parametrize(
    ("steps", "fine"),
    [
        ((1e-7,) * 20, True),
        ((1e-3, *(1e-7,) * 19), True),  # the first reading is late, as it is the first
        ((1e-2,) * 20, False),
        ((0.0,) * 20, False),
    ],
)
def test_a_clock_is_fine_that_moves_in_small_steps(steps, fine):
    left = iter(steps)
    now = 0.0

    def read():
        nonlocal now
        now += next(left)
        return now

    assert clock.is_fine(read) is fine


def test_the_clock_of_this_machine_is_fine_before_and_after_torch_works():
    import torch

    for _ in range(100):
        torch.ones(50, 50) @ torch.ones(50, 50)
        assert clock.is_fine(time.thread_time)


def test_no_clock_is_read_where_nobody_wants_to_know():
    assert clock.clock_of(Call(()))() == 0.0
    assert clock.clock_of(Call((), timed=True)) is clock.FINEST
