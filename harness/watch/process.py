"""A run of pytest in a process of its own, started before it is needed: it waits with all imported but the tests."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Sequence
from multiprocessing.connection import Connection

import pytest

PROCESSES = multiprocessing.get_context("spawn")


class WaitingRun:
    """A process that waits to run pytest with these options, and redraws the screen with what it says."""

    def __init__(self, options: Sequence[str], footer: str) -> None:
        self._starter, waits_for = PROCESSES.Pipe()
        self._process = PROCESSES.Process(target=_run, args=(waits_for, [*options], footer), daemon=True)
        self._process.start()

    def go(self) -> None:
        """Run it now."""
        self._starter.send(True)

    def stop(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.join()


def _run(starter: Connection, options: list[str], footer: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it stops it
    pytest.main(options, plugins=[_Waits(starter)])
    print(footer)


class _Waits:
    """Holds pytest up until it is told to go."""

    def __init__(self, starter: Connection) -> None:
        self.starter = starter

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        import torch  # here, as who starts the process has no need of it

        from harness.watch.redraws import Redraws

        session.config.pluginmanager.register(Redraws(session.config))
        torch.zeros(1, requires_grad=True).sum().backward()  # the first one imports much
        try:
            self.starter.recv()
        except EOFError:
            pytest.exit("who started it is gone")
