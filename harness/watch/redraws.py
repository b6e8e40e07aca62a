"""Draws the board over the last one: as far as it is known while claims are judged, and whole at the end."""

from __future__ import annotations

import time
from typing import Any

import pytest
from rich.console import Console

from harness.plugin.ladder import REMEMBERED, claim_of
from harness.tell.board import so_far
from harness.tell.results import Claim, Results

EACH = 0.5  # seconds from one board to the next


class Redraws:
    """A plugin for pytest. Where no terminal shows it, there is one board only, at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.claims: list[Claim] = []
        self.drawn = 0.0

    def pytest_collection_finish(self) -> None:
        before: list[Claim] = self.config.stash.get(REMEMBERED, [])
        self.claims += before
        self.drawn = time.monotonic()

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        claim = claim_of(report)
        if claim is None:
            return
        self.claims.append(claim)
        terminal: Any = self.config.pluginmanager.get_plugin("terminalreporter")
        if terminal.isatty and time.monotonic() > self.drawn + EACH:
            Console().clear()
            terminal.write(so_far(Results.of(self.claims), terminal.hasmarkup, terminal._tw.fullwidth) + "\n")
            self.drawn = time.monotonic()

    @pytest.hookimpl(tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        terminalreporter.flush()
        Console().clear()
