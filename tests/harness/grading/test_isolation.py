"""A worker reads nothing that is hidden and does nothing but compute: behind every layer, and without bubblewrap."""

import os
from pathlib import Path

import pytest
import torch
from head import X, head, said

from harness.grading.inside.layers import ELSEWHERE, LANDLOCK, LIMITS, SECCOMP, USER
from harness.grading.sandbox.bubblewrap import Refused, demand
from harness.grading.sandbox.isolated import Isolated, Session
from harness.grading.sandbox.worker import Worker
from harness.load.files import Files

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.sandbox


MEMORY = """
def readable(pid):
    try:
        with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
            memory.seek(next(int(line.split("-")[0], 16) for line in maps if " rw" in line))
            return len(memory.read(100))
    except OSError:
        return 0
"""


def test_a_hidden_path_may_be_any_bytes(begun, hidden):
    started, _ = begun()
    paths = [str(path) for path in hidden]
    assert Worker.proves(started, [*paths, os.fsdecode(b"/caf\xe9")]) == Worker.proves(started, paths)


def test_no_worker_reads_the_memory_of_another_even_as_the_same_user(begun):
    started, _ = begun(ELSEWHERE, LANDLOCK, USER)
    other = Worker.forked(started)
    spy = Session(started, Files({"head_v2": head(f"raise ValueError(readable({other.clock.pid}))", MEMORY)}))
    try:
        assert said(Isolated(spy)(X)) == "ValueError: 0"
    finally:
        spy.end_claim()
        other.close()


READS = """
import os
found = []
for path in {paths!r}:
    try:
        os.close(os.open(path, os.O_RDONLY))
        found.append(path)
    except OSError:
        pass
raise ValueError("can read " + " ".join(found))
"""


def test_nothing_but_libraries_can_be_read(submitted_to_each, hidden):
    paths = [
        *map(str, hidden),
        str(ROOT / "spec"),
        "/",
        "/etc/passwd",
        "/proc/self/status",
        "/proc/1/environ",
        "/dev/null",
    ]
    assert said(submitted_to_each(head_v2=READS.format(paths=[*paths, os.__file__, torch.__file__]))(X)) == (
        f"ValueError: can read {os.__file__} {torch.__file__}"
    )


def test_where_a_submission_runs_nothing_says_what_is_hidden(submitted_to_each):
    told = """
        frame, told = sys._getframe(), [*sys.argv, *sys.orig_argv]
        while frame:
            told += map(repr, frame.f_locals.values())
            frame = frame.f_back
        raise ValueError([each for each in told if "READ" + "ME" in each or "test_1" + ".py" in each])
    """
    assert said(submitted_to_each(head_v2=head(told))(X)) == "ValueError: []"


FORBIDDEN = {
    "fork": "os.fork()",
    "thread": "import threading; threading.Thread(target=print).start()",
    "exec": "os.execv('/bin/true', ['true'])",
    "socket": "import socket; socket.socket()",
    "signal to the parent": "os.kill(os.getppid(), 9)",
    "signal to everyone": "os.kill(-1, 9)",
    "write in /tmp": "open('/tmp/left', 'w')",
    "write in /dev/shm": "open('/dev/shm/left', 'w')",
    "memfd": "os.memfd_create('left')",
    "shared memory": "import ctypes; assert ctypes.CDLL(None).shmget(0, 9, 0o1600) == -1; raise OSError",
    "ptrace": "import ctypes; assert ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == -1; raise OSError",
    "priority": "os.nice(-1)",
    "user": "os.setuid(0)",
    "more memory": "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "a hard link": "os.link('/etc/hostname', '/tmp/left')",
}


@pytest.mark.parametrize("forbidden", FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_computing_does_not_need_is_refused(submitted_to_each, forbidden):
    body = (
        f"try:\n    {forbidden}\nexcept (OSError, RuntimeError, ValueError) as error:\n    raise ValueError('refused')"
    )
    assert said(submitted_to_each(head_v2=head(body))(X)) == "ValueError: refused"


@pytest.mark.parametrize("name", ["pytest", "hypothesis", "rich", "spec", "grading", "nowhere"])
def test_what_a_worker_may_not_read_is_not_installed_there(submitted_to_each, name):
    outcome = submitted_to_each(head_v2=f"import {name}")(X)
    assert outcome.error.stage == "import"
    assert "No module named" in said(outcome) or name in ("spec", "grading")


def test_every_layer_is_missed_when_it_is_not_there(begun):
    for layer in (ELSEWHERE, LANDLOCK, SECCOMP, LIMITS):
        _, isolation = begun(layer)
        assert layer not in isolation.held
        assert any(sentence.startswith(layer) for sentence in isolation.missing)
        with pytest.raises(Refused, match="full was asked for") as refused:
            demand(isolation, "full")
        assert layer in str(refused.value)


def test_without_system_calls_filtered_nothing_is_graded_unless_none_is_asked_for(begun):
    _, isolation = begun(SECCOMP)
    assert isolation.level == "none"
    with pytest.raises(Refused, match="degraded was asked for"):
        demand(isolation, None)
    demand(isolation, "none")
