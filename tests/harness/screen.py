"""pytest over the claims, in a process of its own, and what is read on its screen."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOY = ROOT / "tests" / "toy"  # the second course
HARNESS_FRAMES = re.compile(
    r"Traceback|\b(spec|toy/toy|harness/\w+)/\w+\.py|site-packages|hypothesis/|Falsifying|tests/harness"
)


def run(*options, cwd=ROOT, cache=None, **environment):
    """Its exit status and its screen. The engine is that of this checkout, wherever the course lies."""
    memory = ("-o", f"cache_dir={cache}") if cache else ("-p", "no:cacheprovider")
    command = [sys.executable, "-m", "pytest", *memory, *options]
    workers = ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT")  # else benchmarks are not measured
    inherited = {name: value for name, value in os.environ.items() if name not in workers}
    environment = inherited | {"PYTHONPATH": str(ROOT)} | environment
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


def states(screen):
    """The board's states, by TODO."""
    rows = re.findall(r"^ +(\d+) \| [^|]+ \| ([^|]+?) +\|", screen, re.MULTILINE)
    return {int(number): state for number, state in rows}


def ran(screen):
    """The claims that were run, under -v, in their order."""
    return re.findall(r"::(\w+) [A-Z]+ ", screen)


def assert_readable(screen, columns=80):
    """As many columns, but for commands and code to copy; no colour; nothing of the harness."""
    board = screen[screen.index("TODO |") :]
    prose = re.sub(r"^import torch\n.*?\n\nTo run", "", board, flags=re.MULTILINE | re.DOTALL).splitlines()
    prose = [line for line in prose if not re.search(r"    (pytest|python|tox) |={5}| in \d+\.\d+s", line)]
    assert max(len(line) for line in prose) <= columns, max(prose, key=len)
    assert "\x1b" not in screen
    assert not HARNESS_FRAMES.search(screen), HARNESS_FRAMES.search(screen)
