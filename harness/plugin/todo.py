"""pytest --todo 7: the claims of that TODO alone."""

from __future__ import annotations

import argparse

import pytest

from harness.plugin.ladder import number_of
from spec.ladder import LADDER


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("nanogpt").addoption(
        "--todo",
        action="append",
        type=_number,
        default=[],
        metavar="N",
        help="run the claims of TODO N alone; may be given several times",
    )


def _number(text: str) -> int:
    numbers = [todo.number for todo in LADDER]
    if text not in map(str, numbers):
        raise argparse.ArgumentTypeError(f"there is no TODO {text}; there are {numbers[0]} to {numbers[-1]}")
    return int(text)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = config.getoption("--todo")
    if not chosen:
        return
    config.hook.pytest_deselected(items=[item for item in items if number_of(item) not in chosen])
    items[:] = [item for item in items if number_of(item) in chosen]
