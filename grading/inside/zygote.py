"""The process that workers are forked from: torch is loaded and warm, and nothing of any submission ever comes here."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import socket
import sys
import threading
import traceback
from typing import NoReturn

from grading.inside.importing import OnlyThese
from grading.inside.layers import USER, Layers, become_nobody, proven
from grading.inside.pages import collapse
from grading.inside.serve import Channel, harness, serve
from grading.inside.warm import warm_up

PR_SET_PDEATHSIG = 1
ONE_THREAD = "a worker must be forked from a process of one thread"


def main() -> NoReturn:
    """Started by grading.sandbox: the last argument is a JSON object with its settings."""
    settings = json.loads(sys.argv[-1])
    control = socket.socket(fileno=settings["control"])
    warm_up()
    if os.getuid() == 0 and USER not in settings["without"]:
        become_nobody()
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
        _obey(control, layers, settings["hidden"], sealed)


def _obey(control: socket.socket, layers: Layers, hidden: list[str], sealed: tuple[str, ...]) -> None:
    """Fork a worker for a channel and an output, or tell how an earlier one ended."""
    order, files, _, _ = socket.recv_fds(control, 64, 2)
    if not order:
        os._exit(0)
    if order != b"fork":
        _, status = os.waitpid(int(order), 0)
        control.send(str(os.waitstatus_to_exitcode(status)).encode())
        return
    pid = os.fork()
    if pid == 0:
        control.close()
        _work(files[0], files[1], layers, hidden, sealed)
    for file in files:
        os.close(file)
    handle = os.pidfd_open(pid)
    socket.send_fds(control, [str(pid).encode()], [handle])
    os.close(handle)


def _work(channel: int, output: int, layers: Layers, hidden: list[str], sealed: tuple[str, ...]) -> NoReturn:
    try:
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(output)
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # else what is printed dies with it
        layers.put_on()
        serve(Channel(channel), proven(hidden), sealed)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)
