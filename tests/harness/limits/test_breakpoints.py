"""A breakpoint that was left in a file stops only under `pytest -s`, and there it can be left for good."""

import os
import select
import sys
import time

import pytest
import torch
from screen import ROOT

from harness.case import Build, Call, Case
from harness.run.in_process import InProcess
from harness.tell.stopped import words

CASE = Case(Build("HeadVer2"), {}, (Call((torch.ones(1, 2, 2),)),))
CLAIM = "tests/test_3.py::test_head_ver_2_is_the_mean_of_the_past"
PROMPT = b"(Pdb) "
SECONDS = 60


@pytest.mark.parametrize(
    "stop", ["breakpoint()", "import pdb; pdb.set_trace()", "from pdb import set_trace; set_trace()"]
)
def test_a_breakpoint_that_is_left_is_named_with_its_line(folder, stop):
    error = InProcess(folder([("head_v2", "T = x.shape[1]\n", f"T = x.shape[1]\n        {stop}\n")]))(CASE).error
    assert words(error, CASE).startswith("a breakpoint is left in line 17 of head_v2.py; `pytest -s` stops there")


def test_one_at_the_top_of_a_file_is_named_too(folder):
    error = InProcess(folder([("head_v2", "import torch\n", "import torch\nbreakpoint()\n")]))(CASE).error
    assert words(error, CASE).startswith("a breakpoint is left in line 2 of head_v2.py")


@pytest.mark.clock
@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
@pytest.mark.parametrize("key", [b"q\n", b"\x03"], ids=["q", "Ctrl-C"])
def test_the_prompt_ends_and_does_not_come_again(folder, key):
    path = folder([("head_v2", "T = x.shape[1]\n", "T = x.shape[1]\n        breakpoint()\n")])
    screen, prompts, status = typed(["-s", f"--impl={path}", CLAIM], key)
    assert prompts == 1, screen
    assert "KeyboardInterrupt" in screen
    assert status == 2, "pytest's, of a run that was interrupted"


def typed(arguments, key):
    """The screen of a pytest whose prompts are answered with this key, how many prompts there were, the exit status."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments])
    screen, prompts, until = b"", 0, time.monotonic() + SECONDS
    try:
        while prompts < 3 and time.monotonic() < until:
            if select.select([terminal], [], [], 0.1)[0]:
                screen += os.read(terminal, 2**16)
                if screen.count(PROMPT) > prompts:
                    prompts += 1
                    os.write(terminal, key)
    except OSError:
        pass  # the other end is closed
    if prompts == 3 or time.monotonic() > until:
        os.kill(pid, 9)
    return screen.decode(errors="replace"), prompts, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
