"""Says how well this machine isolates a submission.

Exit status: 0 where isolation is full, 3 where a layer is missing.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from harness.grading.grade import Isolation
from harness.grading.sandbox.bubblewrap import Sandbox
from harness.grading.sandbox.worker import NoWorker
from harness.run.call.clock import is_fine

FULL, NOT_FULL = 0, 3
HIDDEN = (Path(__file__).resolve(),)  # no worker may read the grader
FORBIDDEN = "forbidden here by the kernel's settings or by the container: bubblewrap needs them, but not as root"


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.parse_args(words)
    isolation = _isolation()
    print(f"isolation is {isolation.level}")
    print(f"layers that hold: {', '.join(isolation.held) or 'none'}")
    for sentence in isolation.missing:
        print(f"missing: {sentence}")
    print()
    for name, look in PARTS.items():
        print(f"{name:16} {look()}")
    return FULL if isolation.level == "full" else NOT_FULL


def _isolation() -> Isolation:
    try:
        zygote, isolation = Sandbox(HIDDEN).start()
    except NoWorker as error:
        return Isolation("none", missing=(str(error),))
    zygote.close()
    return isolation


def _bubblewrap() -> str:
    if not shutil.which("bwrap"):
        return "not installed: apt-get install bubblewrap"
    return subprocess.run(["bwrap", "--version"], capture_output=True, text=True).stdout.strip()


def _user_namespaces() -> str:
    try:
        made = subprocess.run(["unshare", "--map-root-user", "true"], capture_output=True)
    except FileNotFoundError:
        return "unknown: there is no command unshare to try them with"
    return FORBIDDEN if made.returncode else "allowed"


def _landlock() -> str:
    if not find_spec("landlockpy"):
        return "not installed: pip install landlockpy"
    from landlockpy import abi_version

    version = abi_version()
    return f"ABI version {version}" if version else "not in this kernel, or off: it came with Linux 5.13"


def _seccomp() -> str:
    if not find_spec("pyseccomp"):
        return "not installed: pip install pyseccomp"
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return "not installed: apt-get install libseccomp2"
    library.seccomp_version.restype = ctypes.POINTER(ctypes.c_uint * 3)
    return f"libseccomp {'.'.join(map(str, library.seccomp_version().contents))}"


def _cores() -> str:
    return str(len(os.sched_getaffinity(0)))


def _memory() -> str:
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1e9:.1f} GB"


def _cpu_clock() -> str:
    return "fine enough" if is_fine(time.thread_time) else "too coarse: calls are timed by the clock on the wall"


PARTS = {
    "bubblewrap": _bubblewrap,
    "user namespaces": _user_namespaces,
    "Landlock": _landlock,
    "seccomp": _seccomp,
    "cores": _cores,
    "memory": _memory,
    "CPU clock": _cpu_clock,
}
