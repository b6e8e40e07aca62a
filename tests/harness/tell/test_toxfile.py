"""After the board tox says nothing, unless it is asked to."""

import importlib
import logging
import sys
from types import ModuleType, SimpleNamespace

import pytest


@pytest.fixture
def before_run_commands(monkeypatch):
    """The hook, read without tox, which is not in its own environments."""
    plugin = ModuleType("tox.plugin")
    plugin.impl = lambda hook: hook
    for name, module in {"tox": ModuleType("tox"), "tox.plugin": plugin}.items():
        monkeypatch.setitem(sys.modules, name, module)
    yield importlib.import_module("toxfile").tox_before_run_commands
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize(
    ("name", "verbosity", "silent"),
    [("student", 2, True), ("watch", 2, True), ("student", 3, False), ("lint", 2, False)],
)
def test_it_is_silent_where_a_board_is_drawn(before_run_commands, name, verbosity, silent):
    options = SimpleNamespace(verbosity=verbosity, quiet=0)
    before_run_commands(SimpleNamespace(name=name, options=options))
    assert options.quiet == (verbosity if silent else 0)
    assert logging.getLogger().isEnabledFor(logging.CRITICAL) is not silent
