"""Each job is done by a process of its own, and one that fails is told of, not waited for."""

import os

import pytest

from harness.proof.workers import forked


def test_each_job_has_its_answer():
    assert dict(forked(lambda n: n * n, range(5), 2)) == {n: n * n for n in range(5)}


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (lambda n: 1 // n, "ZeroDivisionError"),
        (lambda n: (_ for _ in ()), "cannot pickle"),
        (os._exit, "without an answer"),
    ],
    ids=("raises", "has no plain answer", "ends"),
)
def test_a_process_that_fails_is_told_of(work, said):
    with pytest.raises(RuntimeError, match=said):
        list(forked(work, [0, 1], 2))
