"""pytest --hint: one more step of the hint each time that it is asked for."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from rich.text import Text

from harness.language import keys
from harness.language.speech import say, say_record
from harness.plugin.cache import remember, remembered
from harness.plugin.ladder import RESULTS, folder_of
from harness.tell.board import printed
from harness.tell.hints import hint_for
from harness.tell.results import Claim

ASKED = "ladder/hint"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("ladder").addoption(
        "--hint",
        action="store_true",
        help=say("a hint on what the board shows first, and one step more each time: concept, place, nearly the line"),
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """A hint is on the first unfinished TODO: no more than that is run, but by several workers, who run it all."""
    if config.getoption("--hint") and not config.getoption("numprocesses", None):
        config.option.next = True


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> Generator[None, None, None]:
    result = yield
    if RESULTS in config.stash:
        shown = config.stash[RESULTS].next_up
        claim = shown.first_unmet if shown else None
        asked = _times_asked(config, claim)
        if config.getoption("--hint"):
            writer = terminalreporter._tw
            writer.write(printed(_words(claim, asked), writer.hasmarkup, writer.fullwidth))
    return result


def _times_asked(config: pytest.Config, claim: Claim | None) -> int:
    """How often a hint was asked for, since the board began to show this claim first."""
    about = [str(folder_of(config)), claim.name, claim.topic] if claim else []
    before = remembered(config, ASKED, {})
    times = before["times"] if before.get("about") == about else 0
    times += config.getoption("--hint")
    remember(config, ASKED, {"about": about, "times": times})
    return times


def _words(claim: Claim | None, asked: int) -> Iterator[Text]:
    if claim is None:
        yield Text(f"\n{say('No hint: nothing that was run is unfinished.')}")
        return
    hint = hint_for(claim.topic)
    if hint is None:
        yield Text(f"\n{_none(claim.topic)}")
        return
    yield Text(f"\n{_which(min(asked, len(hint.steps)), len(hint.steps))}", style="bold")
    for n, words in enumerate(hint.steps[:asked], start=1):
        yield Text(f"\n{say_record(keys.hint(hint.name, n), words)}")


def _none(topic: str) -> str:
    return say("No hint: the course has none on {topic}. Read what the board says, and ask the staff.", topic=topic)


def _which(known: int, steps: int) -> str:
    if known < steps:
        return say("Hint {known} of {steps}; ask again for the next.", known=known, steps=steps)
    return say("Hint {known} of {steps}; it is the last.", known=known, steps=steps)
