"""pytest --hint: one more step of the hint each time that it is asked for."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Any

import pytest
from rich.text import Text

from spec.board import printed
from spec.hints import hint_for, topic
from spec.memory import remember, remembered
from spec.plugin import RESULTS, folder_of
from spec.results import Claim

ASKED = "nanogpt/hint"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("nanogpt").addoption(
        "--hint",
        action="store_true",
        help="a hint on what the board shows first, and one step more each time: concept, place, nearly the line",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> Generator[None, None, None]:
    result = yield
    if RESULTS in config.stash:
        shown = config.stash[RESULTS].next_up
        claim = shown.first_unmet if shown else None
        steps = hint_for(topic(claim)).steps if claim else ()
        asked = _times_asked(config, claim)
        if config.getoption("--hint"):
            writer = terminalreporter._tw
            writer.write(printed(_words(steps, min(asked, len(steps))), writer.hasmarkup))
    return result


def _times_asked(config: pytest.Config, claim: Claim | None) -> int:
    """How often a hint was asked for, since the board began to show this claim first."""
    about = [str(folder_of(config)), claim.name, topic(claim)] if claim else []
    before = remembered(config, ASKED, {})
    times = before["times"] if before.get("about") == about else 0
    times += config.getoption("--hint")
    remember(config, ASKED, {"about": about, "times": times})
    return times


def _words(steps: Sequence[str], known: int) -> Iterator[Text]:
    if not steps:
        yield Text("\nNo hint: nothing that was run is unfinished.")
        return
    more = "ask again for the next" if known < len(steps) else "it is the last"
    yield Text(f"\nHint {known} of {len(steps)}; {more}.", style="bold")
    for words in steps[:known]:
        yield Text(f"\n{words}")
