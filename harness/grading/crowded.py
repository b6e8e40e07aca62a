"""Whether timed claims have a core to themselves on this machine."""

from __future__ import annotations

import os

BESIDE = 1  # process that may want to run as well: the one that waits for a worker, or the system's


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0))


def is_crowded() -> bool:
    """Whether more processes than cores have wanted to run, by the mean of the last minute."""
    return os.getloadavg()[0] > cores() + BESIDE
