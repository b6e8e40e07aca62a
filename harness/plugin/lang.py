"""pytest --lang ko: the language of the board."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from harness.language.choice import Unknown, listen, speak_to_reader
from harness.language.speech import language, say, speak

SPOKEN = "lang"  # what a worker of xdist is told
NOTE = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    listen(sys.argv[1:])
    parser.getgroup("ladder", say("the ladder")).addoption(
        "--lang", metavar="ko|en", help=say("the language of the board (default: the system's)")
    )
    parser.addini("lang", say("the language of the board, where no --lang is given"), default="")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Before the other options, which may have something to say."""
    config.stash[NOTE] = ""
    if hasattr(config, "workerinput"):
        speak(config.workerinput[SPOKEN])
        return
    try:
        config.stash[NOTE] = speak_to_reader(config.getoption("--lang"), str(config.getini("lang")))
    except Unknown as error:
        raise pytest.UsageError(f"--lang: {error}") from None


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """A worker speaks the language of the process that has the console."""
    node.workerinput[SPOKEN] = language()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> Any:
    result = yield
    if config.stash[NOTE]:
        terminalreporter.write_line(config.stash[NOTE])
    return result
