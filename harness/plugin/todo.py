"""pytest --todo 7: the claims of that TODO alone."""

from __future__ import annotations

import pytest

from harness.course import course
from harness.language.speech import say, say_again
from harness.plugin.ladder import number_of


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("ladder").addoption(
        "--todo",
        action="append",
        type=int,
        default=[],
        metavar="N",
        help=say("run the claims of TODO N alone; may be given several times"),
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    for number in config.getoption("--todo"):
        try:
            course().todo(number)
        except LookupError as error:
            raise pytest.UsageError(f"--todo={number}: {say_again(str(error))}") from None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = config.getoption("--todo")
    if not chosen:
        return
    config.hook.pytest_deselected(items=[item for item in items if number_of(item) not in chosen])
    items[:] = [item for item in items if number_of(item) in chosen]
