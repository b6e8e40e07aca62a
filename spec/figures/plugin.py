"""pytest's side of the figures: --figures DIR draws what the tested implementation gives, at the end of the session."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from harness.draw.recorder import Recorder
from harness.language.speech import language, say
from harness.plugin.ladder import folder_of
from harness.run.in_process import InProcess
from harness.tell import commands
from spec.figures.own.curves import Curve, Listener

FIGURES = pytest.StashKey[Path | None]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("nanogpt").addoption(
        "--figures", metavar="DIR", help=say("draw what the implementation gives into a folder, as SVG")
    )


def pytest_configure(config: pytest.Config) -> None:
    given = config.getoption("--figures")
    config.stash[FIGURES] = made(Path(config.invocation_params.dir, given).resolve()) if given else None


def made(folder: Path) -> Path:
    """The folder, once it is there; raises UsageError where it cannot be, or nothing could be drawn."""
    try:
        import spec.figures.own.all  # noqa: F401
    except ImportError as error:
        install = commands.python("-m", "pip", "install", "matplotlib")
        needs = say("--figures needs matplotlib ({error}):\n\n    {install}", error=error, install=install)
        raise pytest.UsageError(needs) from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = say("{folder}: {why}. Give a folder, or where to make one.", folder=folder, why=error.strerror)
        raise pytest.UsageError(f"--figures={why}") from None
    return folder


@pytest.fixture(scope="session")
def impl(impl: Recorder, pytestconfig: pytest.Config) -> Recorder:
    """What is tested; its training runs are taken down if they are to be drawn."""
    return Recorder(Listener(impl.impl)) if pytestconfig.stash[FIGURES] else impl


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    recorder = getattr(item, "funcargs", {}).get("impl")
    if report.when == "call" and isinstance(recorder, Recorder) and isinstance(recorder.impl, Listener):
        report.user_properties += [("curve", asdict(curve)) for curve in recorder.impl.heard()]
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    folder = config.stash[FIGURES]
    if folder is None:
        return
    from spec.figures.own.all import write, written  # needs matplotlib
    from spec.figures.own.index import write_index

    found = [report for kind in terminalreporter.stats.values() for report in kind]
    properties = [pair for report in found for pair in getattr(report, "user_properties", ())]
    curves = [Curve(**value) for name, value in properties if name == "curve"]
    terminalreporter.section(say("figures"))
    if "--figures" in config.invocation_params.args:
        again = f"--figures={commands.place(folder)}"
        apart = say("From now on write {again}: apart, pytest takes a folder that is there for tests.", again=again)
        terminalreporter.write_line(apart)
    if written() != language():
        terminalreporter.write_line(say("The words in the figures are English: no font with Hangul is installed."))
    drawings = []
    for drawing in write(InProcess(folder_of(config)), curves, folder):
        terminalreporter.write_line(str(drawing))
        drawings.append(drawing)
    try:
        terminalreporter.write_line(say("All in one page: {path}", path=write_index(drawings, folder)))
    except OSError as error:
        terminalreporter.write_line(say("index.html: not written, {why}", why=error.strerror))
