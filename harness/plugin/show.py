"""pytest's side: the claim in words, and what it shows once it holds; neither decides anything."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress

import pytest

from harness.case import NeverRuns
from harness.language import keys
from harness.language.speech import say_record
from harness.tell.screen import in_lines

WIDTH = 80


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "shows: prints something about the implementation once the claim holds")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    impl = pyfuncitem.funcargs.get("impl")
    if impl is None:
        return (yield)
    claim = " ".join((pyfuncitem.obj.__doc__ or pyfuncitem.name).split())
    print(f"\n{in_lines(say_record(keys.claim(pyfuncitem.originalname), claim), WIDTH)}")
    result = yield
    seen = pyfuncitem.config.getoption("capture") == "no"
    for mark in pyfuncitem.iter_markers("shows") if seen else ():
        with suppress(AssertionError, NeverRuns):  # it leans on another TODO, which is wrong
            print(f"\n{mark.args[0](impl)}\n")
    return result
