"""Where the system has no timers, as on Windows, a thread ends code that never ends, and Ctrl-C stays Ctrl-C."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from screen import ROOT, TOY, states

from harness.limits.alarms import Watchdog
from harness.limits.time_limit import CpuTimeUp, Limits, Pressed

WITHOUT_POSIX = Path(__file__).with_name("without_posix.py")
ENDLESS = "        while True:\n            pass\n"


@pytest.fixture(autouse=True)
def watched(monkeypatch):
    monkeypatch.setattr("harness.limits.time_limit.ALARMS", Watchdog())
    monkeypatch.setattr("harness.limits.time_limit.ASLEEP_SECONDS", 0.6)


def ended(code, seconds=0.2):
    """Why it was."""
    limits = Limits(elsewhere=False, waits=False)
    with pytest.raises(CpuTimeUp) as up, limits.kept():
        limits.allow(seconds)
        code()
    return str(up.value)


def endless():
    while True:
        pass


def stubborn():
    try:
        endless()
    except BaseException:
        endless()


def waiting():
    while True:
        time.sleep(0.01)


def test_a_loop_is_ended_also_where_it_catches_all(monkeypatch):
    monkeypatch.setattr("harness.limits.time_limit.AGAIN", 0.2)
    assert ended(endless) == ended(stubborn)
    assert "still running after 0.2 seconds of CPU time" in ended(endless)


def test_code_that_waits_is_ended():
    assert ended(waiting, seconds=60) == "asleep for 0.6 seconds: what does it wait for?"


def test_after_the_block_nothing_rings():
    limits = Limits(elsewhere=False, waits=False)
    with limits.kept():
        limits.allow(0.1)
    until = time.process_time() + 0.4
    while time.process_time() < until:
        pass


def test_ctrl_c_is_told_from_an_alarm():
    limits = Limits(elsewhere=False, waits=False)
    with pytest.raises(Pressed), limits.kept():
        limits.allow(60)
        signal.raise_signal(signal.SIGINT)
    assert limits.pressed


@pytest.mark.whole
def test_a_board_needs_nothing_that_only_posix_has(tmp_path):
    folder = tmp_path / "내 풀이 1"
    folder.mkdir()
    for answer in (TOY / "reference").glob("*.py"):
        text = answer.read_text(encoding="utf-8").replace(
            "self.bias = ", f"self.bias = 0\n{ENDLESS}        self.bias = "
        )
        (folder / answer.name).write_bytes(text.replace("\n", "\r\n").encode())
    command = [sys.executable, WITHOUT_POSIX, f"--impl={folder}", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=TOY, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "0"}, capture_output=True)
    screen = done.stdout.decode() + done.stderr.decode()
    assert states(screen) == {1: "done", 2: "failing"}, screen
    assert "TODO 2: Regression.__init__ does not end." in screen
