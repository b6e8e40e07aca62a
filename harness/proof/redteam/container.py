"""A hostile submission, run in this user's name inside a container from which nothing reaches the machine."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.course import course
from harness.proof.redteam.attacks import Attack, Gain

SECONDS = 60
MEMORY = 4 << 30
DISK = 1 << 29
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/passwd", "/etc/alternatives")


def available() -> bool:
    """Whether bubblewrap is installed."""
    return shutil.which("bwrap") is not None


def contained(command: Sequence[str], shown: Mapping[Path, str], seconds: float = SECONDS) -> str | None:
    """What a command prints inside of a container of its own, with no network and a disk of its own; None if it is
    killed or takes too long. `shown` maps folders to where they are seen, unchangeable."""
    binds = [(path, path) for path in (*SYSTEM, sys.base_prefix, sys.prefix)]
    binds += [(str(path), place) for path, place in shown.items()]
    run = [
        *("prlimit", f"--as={MEMORY}", f"--fsize={DISK // 8}", "--core=0"),
        *("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"),
        *("--proc", "/proc", "--dev", "/dev", "--size", str(DISK), "--tmpfs", "/tmp"),
        *("--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", "/tmp/home"),
        *(part for path, place in binds for part in ("--ro-bind-try", path, place)),
        *("--", *command),
    ]
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(run, stdout=said, stdin=subprocess.DEVNULL, timeout=seconds)
        except subprocess.TimeoutExpired:
            return None
        said.seek(0)
        return said.read().decode() if done.returncode == 0 else None


@dataclass(frozen=True)
class Found:
    """What an attack got where pytest imports it. evidence: what was seen."""

    gain: Gain
    evidence: str


def in_process(attack: Attack, root: Path) -> Found:
    """Grade an attack with nothing but pytest."""
    with tempfile.TemporaryDirectory() as folder:
        submission = attack.write(root / "reference", Path(folder) / "submission")
        command = [
            sys.executable,
            "-m",
            "harness.proof.redteam.warden",
            "/repository",
            "/submitted",
            *map(str, attack.todos),
        ]
        shown = {root: "/repository", submission: "/submitted"}
        said = contained(["env", "-C", "/repository", *command], shown)
    if not said:
        return Found("harms", "the grader was killed or stopped")
    return _gain(attack, json.loads(said))


def _gain(attack: Attack, seen: Mapping[str, object]) -> Found:
    honest = sum(course().todo(number).points for number in attack.earns)
    if (seen["status"] == 0 and set(attack.earns) != set(attack.todos)) or int(str(seen["points"])) > honest:
        return Found("wins", f"exit status {seen['status']}, {seen['points']} points")
    if seen["harm"]:
        return Found("harms", str(seen["harm"]))
    if not seen["board"] or seen["status"] is None:
        return Found("crashes", f"exit status {seen['status']}, no board")
    return Found("nothing", f"exit status {seen['status']}, {seen['points']} points")
