"""Grades a submission as a careless autograder does: pytest imports it, beside all that is worth protecting.

Runs inside a container (harness/proof/redteam/container.py) and says what became of the run and of what lies around it.
"""

from __future__ import annotations

import compileall
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

SECONDS = 30
SECRET = "CANARY-" + hashlib.blake2b(digest_size=8).hexdigest()
COURSE, HOME, GRADES = Path("/tmp/course"), Path("/tmp/home"), Path("/tmp/grades")
OUTPUT = Path("/tmp/output")
WATCHED = (Path("/tmp"), Path("/dev/shm"))
EXPECTED = re.compile(r"^/tmp/course/try_it\.py$|\.hypothesis|\.benchmarks|-pytest-[\d.]+\.pyc$|^/tmp/output$")


def main(repository: Path, submission: Path, todos: list[str]) -> None:
    """Lay out the course, run pytest on the submission, and print what became of it as JSON."""
    _lay_out(repository, submission)
    bystander = subprocess.Popen(["sleep", "1000"], start_new_session=True)
    before = _files()
    status = _pytest([f"tests/test_{todo}.py" for todo in todos])
    time.sleep(0.1)
    said = OUTPUT.read_bytes()[: 1 << 24].decode(errors="replace")
    harm = {
        "a file changed": sorted(_changed(before)),
        "the secret was told": [SECRET] if SECRET in said else [],
        "a bystander": [state for state in [_state(bystander.pid)] if state != "S"],
        "left running": [str(pid) for pid in _processes() - {os.getpid(), bystander.pid, 1}],
        "left in memory": _shared_memory(),
    }
    board = re.findall(r"^ +(\d+) \| .* \| ([\w ]+?) +\| +\d+/\d+ \| +(\d+)/\d+", said, re.M)
    points = sum(int(earned) for number, _, earned in board if number in todos)
    print(json.dumps({"status": status, "board": bool(board), "points": points, "harm": _true(harm)}))


def _lay_out(repository: Path, submission: Path) -> None:
    for name in ("harness", "spec", "tests", "reference"):
        shutil.copytree(repository / name, COURSE / name, ignore=shutil.ignore_patterns("harness", "__pycache__"))
    for name in ("conftest.py", "pytest.ini", "pyproject.toml"):
        shutil.copy(repository / name, COURSE)
    shutil.copytree(submission, "/tmp/submission")
    for folder in (HOME, GRADES):
        folder.mkdir()
    (GRADES / "token").write_text(SECRET, encoding="utf-8")
    (GRADES / "results.json").write_text('{"score": 0}', encoding="utf-8")
    compileall.compile_dir(COURSE, quiet=2)
    os.environ["GRADER_TOKEN"] = SECRET


def _pytest(tests: list[str]) -> int | None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--impl=/tmp/submission", *tests]
    with OUTPUT.open("wb") as output:
        run = subprocess.Popen(command, cwd=COURSE, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        try:
            return run.wait(SECONDS)
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()
            return None


def _files() -> dict[str, str]:
    return {str(path): hashlib.blake2b(path.read_bytes()).hexdigest() for path in _paths() if path.is_file()}


def _paths() -> Iterator[Path]:
    for top in WATCHED:
        for folder, folders, names in os.walk(top):
            folders[:] = [name for name in folders if not os.path.ismount(f"{folder}/{name}")]
            paths = (Path(folder, name) for name in names)
            yield from (path for path in paths if not EXPECTED.search(str(path)))


def _changed(before: dict[str, str]) -> set[str]:
    after = _files()
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def _processes() -> set[int]:
    return {int(name) for name in os.listdir("/proc") if name.isdigit() and _state(int(name)) not in ("", "Z")}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return ""


def _shared_memory() -> list[str]:
    return [
        kind
        for kind in ("shm", "sem", "msg")
        if len(Path(f"/proc/sysvipc/{kind}").read_text(encoding="utf-8").splitlines()) > 1
    ]


def _true(harm: dict[str, list[str]]) -> dict[str, list[str]]:
    return {what: found[:9] for what, found in harm.items() if found}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
