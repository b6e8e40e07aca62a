"""pytest --next: the first unfinished TODO, up to its first claim that does not hold."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

import pytest

from harness.language.speech import say
from harness.plugin.cache import remember, remembered
from harness.plugin.done import digests, record, still_done
from harness.plugin.ladder import REMEMBERED, RESULTS, claim_of, folder_of, number_of

DONE = "ladder/done"
BROKEN = "ladder/broken"
DIGESTS = pytest.StashKey[Mapping[int, str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("ladder").addoption(
        "--next",
        action="store_true",
        help=say(
            "run the first unfinished TODO, up to its first claim that does not hold; "
            "what was done before and has not changed since is not run again"
        ),
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--next"):
        if config.getoption("numprocesses", None):
            raise pytest.UsageError(say("--next runs one claim after another: leave out -n"))
        config.pluginmanager.register(_UpToTheFirstUnmet())


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    config = session.config
    config.stash[DIGESTS] = digests(folder_of(config), config.rootpath / "tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--next"):
        return
    claims = list(still_done(remembered(config, DONE, {}), config.stash[DIGESTS]))
    names = {(claim.todo, claim.name) for claim in claims}
    unfinished = {number_of(item) for item in items if (number_of(item), item.name) not in names}
    config.stash[REMEMBERED] = [claim for claim in claims if claim.todo not in unfinished]
    settled = {claim.todo for claim in config.stash[REMEMBERED]}
    config.hook.pytest_deselected(items=[item for item in items if number_of(item) in settled])
    latest = remembered(config, BROKEN, "")
    items[:] = sorted(
        (item for item in items if number_of(item) not in settled),
        key=lambda item: (number_of(item), item.name != latest),
    )


class _UpToTheFirstUnmet:
    """Lets claims pass unrun: those of a TODO after one that is broken, and those of all later TODOs."""

    def __init__(self) -> None:
        self.unfinished: int | None = None
        self.broken = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        return True if self._is_beyond(number_of(item)) else None

    def _is_beyond(self, number: int) -> bool:
        return self.unfinished is not None and (self.broken or number > self.unfinished)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        claim = claim_of(report)
        if claim is not None and claim.verdict != "held":
            self.unfinished = claim.todo
            self.broken |= claim.verdict == "broken"


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and session.config.stash.get(REMEMBERED, []):
        session.exitstatus = pytest.ExitCode.OK


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> Generator[None, None, None]:
    result = yield
    results = config.stash.get(RESULTS, None)
    if results is not None:
        remember(config, DONE, record(results, config.stash[DIGESTS], remembered(config, DONE, {})))
        unmet = results.next_up.first_unmet if results.next_up else None
        remember(config, BROKEN, unmet.name if unmet and unmet.verdict == "broken" else "")
    return result
