"""What a worker may use up: memory, files, processes. It can't raise these again."""

from __future__ import annotations

import resource

MEMORY = 2**30  # bytes of address space, beyond what the zygote has mapped
OPEN_FILES = 64


def apply() -> None:
    """Set the limits of this process, soft and hard."""
    for what, most in (
        (resource.RLIMIT_AS, _mapped() + MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        resource.setrlimit(what, (most, most))


def _mapped() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()
