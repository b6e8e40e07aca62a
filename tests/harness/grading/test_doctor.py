"""python -m harness doctor: which isolation holds on this machine, and what is missing for more."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from harness.grading import doctor
from harness.grading.grade import Isolation
from harness.grading.inside.layers import LAYERS, USER
from harness.grading.sandbox.bubblewrap import MISSING
from harness.grading.sandbox.worker import NoWorker

ROOT = Path(__file__).parents[3]


class FakeZygote:
    def close(self):
        pass


@pytest.fixture
def told(monkeypatch, capsys):
    """The exit status and the lines of the doctor, on a machine where the sandbox starts so."""

    def tell(start):
        monkeypatch.setattr(doctor.Sandbox, "start", start)
        return doctor.main(argparse.ArgumentParser(), []), capsys.readouterr().out.splitlines()

    return tell


def isolated(level, held=(), missing=()):
    return lambda self: (FakeZygote(), Isolation(level, held, tuple(MISSING[name] for name in missing)))


def row(lines, name):
    (found,) = (line.removeprefix(name).strip() for line in lines if line.startswith(f"{name}  "))
    return found


@pytest.mark.sandbox
def test_where_isolation_is_full_every_layer_is_named():
    command = [sys.executable, "-m", "harness", "doctor"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    level, held, *_ = lines = done.stdout.splitlines()
    assert (done.returncode, level) == (0, "isolation is full"), done.stdout + done.stderr
    assert set(LAYERS) - {USER} <= set(held.removeprefix("layers that hold: ").split(", "))
    assert row(lines, "Landlock").startswith("ABI version ")
    assert row(lines, "seccomp").startswith("libseccomp 2.")
    assert row(lines, "bubblewrap").startswith("bubblewrap 0.")


def test_what_is_missing_is_said_and_the_status_is_3(told):
    status, lines = told(isolated("degraded", held=("seccomp",), missing=("bubblewrap", "Landlock")))
    assert status == 3
    assert lines[:2] == ["isolation is degraded", "layers that hold: seccomp"]
    assert lines[2:4] == [f"missing: {MISSING['bubblewrap']}", f"missing: {MISSING['Landlock']}"]


def test_where_no_worker_starts_isolation_is_none_and_the_reason_is_said(told):
    def start(self):
        raise NoWorker("no worker could be started here: no memory")

    status, lines = told(start)
    assert status == 3
    assert lines[0] == "isolation is none"
    assert "missing: no worker could be started here: no memory" in lines


def test_what_is_not_installed_comes_with_the_command_that_installs_it(told, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    _, lines = told(isolated("none"))
    assert row(lines, "bubblewrap") == "not installed: apt-get install bubblewrap"
    assert row(lines, "user namespaces").startswith("unknown")
    assert row(lines, "Landlock") == "not installed: pip install landlockpy"
    assert row(lines, "seccomp") == "not installed: pip install pyseccomp"


def test_a_kernel_without_landlock_is_told_from_a_missing_package(told, monkeypatch):
    monkeypatch.setattr("landlockpy.abi_version", lambda: 0)
    assert row(told(isolated("none"))[1], "Landlock") == "not in this kernel, or off: it came with Linux 5.13"


@pytest.mark.parametrize(("step", "words"), [(1e-7, "fine enough"), (1e-2, "too coarse")])
def test_the_cpu_clock_is_judged_by_its_steps(told, monkeypatch, step, words):
    now = iter(range(10**6))
    monkeypatch.setattr(doctor.time, "thread_time", lambda: step * next(now))
    assert row(told(isolated("full"))[1], "CPU clock").startswith(words)


def test_cores_and_memory_are_those_of_this_process(told, monkeypatch):
    monkeypatch.setattr(doctor.os, "sched_getaffinity", lambda pid: {3, 5, 7})
    lines = told(isolated("full"))[1]
    assert row(lines, "cores") == "3"
    assert row(lines, "memory").endswith(" GB")
