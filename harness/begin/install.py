"""python -m harness.begin.install PACKAGE...: pip install, with torch's CPU build where it can be had.

PyPI's torch for Linux is a CUDA build of gigabytes; the one for Windows or a Mac is for the CPU.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from threading import Thread
from urllib.request import urlopen

from harness.begin.packages import cpu_index
from harness.where import ROOT

PATIENCE = 3.0  # seconds


def install(python: str, words: Sequence[str]) -> int:
    """Pip's exit status."""
    return subprocess.call(
        [python, "-m", "pip", "--disable-pip-version-check", "install", *_source(), *words], cwd=ROOT
    )


@cache
def cpu_build(system: str = sys.platform) -> str:
    """The index to take it from; empty where PyPI's will be taken."""
    index = cpu_index(ROOT) if system == "linux" else ""
    return index if index and answers(f"{index}/torch/") else ""


def answers(address: str, patience: float = PATIENCE) -> bool:
    """Whether somebody is there. A name that is looked up for long, or a silent wall, is nobody."""
    heard = list[bool]()
    asking = Thread(target=lambda: heard.append(_is_there(address, patience)), daemon=True)
    asking.start()
    asking.join(patience)
    return any(heard)


def _is_there(address: str, patience: float) -> bool:
    try:
        with urlopen(address, timeout=patience):
            return True
    except (OSError, ValueError):
        return False


def _source() -> tuple[str, ...]:
    return ("--extra-index-url", index) if (index := cpu_build()) else ()


if __name__ == "__main__":
    sys.exit(install(sys.executable, sys.argv[1:]))
