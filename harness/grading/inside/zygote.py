"""The process that workers are forked from: torch is loaded and warm, and nothing of any submission ever comes here."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import socket
import struct
import sys
import threading
import traceback
from pathlib import Path
from typing import NoReturn

from harness.course import choose
from harness.grading.inside.importing import OnlyThese
from harness.grading.inside.layers import USER, Layers, become_nobody
from harness.grading.inside.pages import collapse
from harness.grading.inside.serve import Channel, harness, prove, serve

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
CAPABILITIES = 0x20080522  # man 2 capset: version 3
ONE_THREAD = "a worker must be forked from a process of one thread"


def main() -> NoReturn:
    """Started by harness.grading.sandbox.bubblewrap: the last argument is a JSON object with its settings."""
    settings = json.loads(sys.argv[-1])
    control = socket.socket(fileno=settings["control"])
    choose(Path(settings["course"]))
    _warm_up()
    if os.getuid() == 0 and USER not in settings["without"]:
        become_nobody()
    _close_memory()
    if settings["dies_with_parent"]:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    sys.meta_path.insert(0, OnlyThese(settings["packages"]))
    layers = Layers.of(settings["readable"], settings["without"])
    sealed = harness()
    gc.collect()
    gc.freeze()
    collapse()
    assert threading.active_count() == 1, ONE_THREAD
    control.send(b"ready")
    while True:
        _obey(control, layers, sealed)


def _close_memory() -> None:
    """Processes of one user may read each other's memory otherwise; root's may, with its capabilities, in any case."""
    libc = ctypes.CDLL(None)
    libc.capset(struct.pack("II", CAPABILITIES, 0), bytes(24))
    libc.prctl(PR_SET_DUMPABLE, 0)


def _warm_up() -> None:
    """Nothing of it stays: what it computes resembles answers."""
    from harness.grading import inside
    from harness.grading.inside.warm import warm_up

    warm_up()
    del inside.warm, sys.modules[warm_up.__module__]


def _obey(control: socket.socket, layers: Layers, sealed: tuple[str, ...]) -> None:
    """Fork a worker for a channel and an output, which is to serve or to prove, or tell how an earlier one ended."""
    order, files, _, _ = socket.recv_fds(control, 64, 2)
    if not order:
        os._exit(0)
    if order.isdigit():
        _, status = os.waitpid(int(order), 0)
        control.send(str(os.waitstatus_to_exitcode(status)).encode())
        return
    pid = os.fork()
    if pid == 0:
        control.close()
        _work(order, files[0], files[1], layers, sealed)
    for file in files:
        os.close(file)
    handle = os.pidfd_open(pid)
    socket.send_fds(control, [str(pid).encode()], [handle])
    os.close(handle)


def _work(order: bytes, channel: int, output: int, layers: Layers, sealed: tuple[str, ...]) -> NoReturn:
    try:
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(output)
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # else what is printed dies with it
        layers.put_on()
        if order == b"prove":
            prove(Channel(channel))
        serve(Channel(channel), sealed)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)
