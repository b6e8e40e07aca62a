"""Starts a zygote behind as many layers as this machine offers, and finds out which of them hold."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.course import course
from harness.grading.grade import Isolation, Level
from harness.grading.inside.layers import ELSEWHERE, LANDLOCK, LIMITS, NOTHING_HIDDEN, SECCOMP, USER
from harness.grading.sandbox import paths
from harness.grading.sandbox.worker import NoWorker, Worker, Zygote

ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",  # read when numpy and torch are imported
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": "67108864",  # else each large tensor is mapped, page by page, and unmapped
    "MALLOC_TRIM_THRESHOLD_": "268435456",
    "TORCHINDUCTOR_CACHE_DIR": "/",  # a folder that is there: a worker cannot make one
    "PATH": "",
}
STARTING = 60.0  # seconds for torch to load, on a slow machine
MISSING = {
    ELSEWHERE: "bubblewrap: a second wall around the workers, with a file system, a network and processes of its own",
    USER: "another user: what the grader's own user may do is forbidden by the other layers alone",
    LANDLOCK: "Landlock: files that everyone may read can be read by the submission",
    SECCOMP: "seccomp: the submission can make any system call, start processes and open sockets",
    LIMITS: "limits: the submission can use up memory",
}


class Refused(Exception):
    """This machine does not isolate as well as was asked for; the message says what is missing."""


@dataclass(frozen=True)
class Sandbox:
    """What stands between workers and this machine. hidden: files that no worker may read."""

    hidden: tuple[Path, ...]
    without: tuple[str, ...] = ()

    def start(self) -> tuple[Zygote, Isolation]:
        """A zygote with every layer that can be had, and what its workers prove.

        Raises NoWorker where not even the barest can be started.
        """
        return self.begin()()

    def begin(self) -> Callable[[], tuple[Zygote, Isolation]]:
        """Start a zygote, which loads torch meanwhile; what is returned waits until it is ready."""
        first = self._zygote(self.without)

        def ready() -> tuple[Zygote, Isolation]:
            try:
                return self._proven(first)
            except NoWorker as error:
                problem = error
            for left_out in (ELSEWHERE,), (ELSEWHERE, USER):
                without = tuple(dict.fromkeys((*self.without, *left_out)))
                try:
                    return self._proven(self._zygote(without))
                except NoWorker as error:
                    problem = error
            raise problem

        return ready

    def _proven(self, zygote: Zygote) -> tuple[Zygote, Isolation]:
        held = Worker.proves(zygote.once_ready(STARTING), [str(path) for path in self.hidden])
        wanted = (ELSEWHERE, *([USER] if os.getuid() == 0 else []), LANDLOCK, SECCOMP, LIMITS)
        missing = tuple(MISSING[name] for name in wanted if name not in held)
        return zygote, Isolation(_level(held, missing), tuple(name for name in wanted if name in held), missing)

    def _zygote(self, without: Sequence[str]) -> Zygote:
        bubblewrap = None if ELSEWHERE in without else shutil.which("bwrap")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        packages = paths.packages()
        readable = (*paths.python(), *packages, *paths.system())
        settings = {
            "control": theirs.fileno(),
            "course": str(course().home),
            "readable": readable,
            "packages": [Path(path).stem for path in packages],
            "without": list(without),
            "dies_with_parent": not bubblewrap,
        }
        path = f"import sys; sys.path[:] = {list(paths.search_path())!r}"
        first = f"{path}; from harness.grading.inside import zygote; zygote.main()"
        command = [paths.EXECUTABLE, "-I", "-S", "-B", "-c", first, json.dumps(settings)]
        process = subprocess.Popen(
            [bubblewrap, *_wall(readable, USER not in without), *command] if bubblewrap else command,
            env=ENVIRONMENT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
        theirs.close()
        return Zygote(process, ours)


def _wall(readable: Sequence[str], other_user: bool) -> list[str]:
    """bubblewrap's command: nothing is there but what Python and torch need, and all of it is read-only."""
    bare = os.getuid() == 0
    unshared = ["pid", "net", "ipc", "uts", "cgroup-try"] if bare else ["all"]
    wall = [*(f"--unshare-{what}" for what in unshared), "--die-with-parent", "--new-session"]
    wall += [
        "--cap-drop",
        "ALL",
        *(["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"] if bare and other_user else []),
    ]
    wall += ["--proc", "/proc", "--dev", "/dev"]
    bound = (*readable, *map(str, paths.ours()))
    for parent in dict.fromkeys(str(parent) for path in bound for parent in reversed(Path(path).parents[:-1])):
        wall += ["--perms", "0755", "--dir", parent]  # some, such as /root, are closed to others outside
    for path in bound:
        wall += _bound(path)
    return [*wall, "--remount-ro", "/", "--chdir", "/", "--"]


def _bound(path: str) -> list[str]:
    """A top-level link such as /lib -> usr/lib stays one; all else is bound where it is."""
    if os.path.islink(path) and os.path.dirname(path) == "/":
        return ["--symlink", os.readlink(path), path]
    return ["--ro-bind-try", path, path]


def _level(held: Sequence[str], missing: Sequence[str]) -> Level:
    if NOTHING_HIDDEN not in held or SECCOMP not in held or LIMITS not in held:
        return "none"
    return "degraded" if missing else "full"


def demand(isolation: Isolation, asked: Level | None) -> None:
    """Raises Refused where the isolation is less than was asked for; without a wish, no less than degraded."""
    order: tuple[Level, ...] = ("none", "degraded", "full")
    wish: Level = asked or "degraded"
    if order.index(isolation.level) < order.index(wish):
        lost = "\n".join(f"  - {sentence}" for sentence in isolation.missing)
        raise Refused(
            f"isolation here is {isolation.level}, and {wish} was asked for. What is missing:\n{lost}\n"
            "Install bubblewrap and libseccomp2 (apt-get install bubblewrap libseccomp2), or ask for less by name: "
            "--isolation none runs code that nobody has read with your own rights."
        )
