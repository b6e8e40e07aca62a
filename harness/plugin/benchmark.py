"""pytest-benchmark's side: each claim about cost is a benchmark, measured side by side with the answers.

pytest-benchmark times one subject after another. Here the subject and its rival take turns, and the clock that
pytest-benchmark reads is moved by the subject's own CPU seconds: what it saves, compares and draws is the call alone.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import pytest

from harness.case import Implementation, NeverRuns
from harness.compare.bench import Bench, Measurement
from harness.compare.race import Race
from harness.compare.regressions import Regressions
from harness.compare.side_by_side import side_by_side
from harness.course import course
from harness.judge.answers import answers
from harness.language.speech import say, say_again
from harness.plugin.cost_table import table
from harness.run.in_process import InProcess

ROUNDS = 12
ENABLING = ("only", "enable", "save", "autosave", "compare", "json", "histogram", "verbose", "cprofile")
REGRESSIONS = pytest.StashKey[Regressions]()
ROWS = pytest.StashKey[Sequence[dict[str, Any]]]()


class ManualClock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def read(self) -> float:
        return self.seconds


CLOCK = ManualClock()


def group(name: str) -> pytest.MarkDecorator:
    """Marks a claim about cost as a benchmark of a group."""
    return pytest.mark.benchmark(group=name, timer=CLOCK.read)


@dataclass(frozen=True)
class Cost:
    """What is shown of it."""

    measurement: Measurement
    flops: int
    operations: int
    race: Race

    @property
    def info(self) -> dict[str, Any]:
        low, high = self.race.interval
        return {
            "subject": self.measurement.subject,
            "rival": self.measurement.rival,
            "flops": self.flops,
            "operations": self.operations,
            "ratio": self.race.ratio,
            "ratio_low": low,
            "ratio_high": high,
        }


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(
        "benchmark_ratio_fail", say("how much slower against the answers, by group: 'multi-head: 30%'"), "linelist"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Statistics are made for those who ask for them; the claims hold or break all the same."""
    if not any(config.getoption(f"benchmark_{name}", None) for name in ENABLING):
        config.option.benchmark_disable = True
    config.addinivalue_line("markers", "benchmark: a claim about cost, shown by pytest-benchmark")
    config.stash[REGRESSIONS] = Regressions.of(config.getini("benchmark_ratio_fail"))
    config.stash[ROWS] = ()


@pytest.hookimpl(wrapper=True)
def pytest_report_header(config: pytest.Config) -> Generator[None, list[Any], list[Any]]:
    """Who has not asked for benchmarks is not told how they are set."""
    lines = yield
    return [line for line in lines if not (config.option.benchmark_disable and str(line).startswith("benchmark: "))]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Claims by the clock are skipped by --benchmark-skip; those that count run all the same."""
    if not config.pluginmanager.hasplugin("benchmark"):
        return
    skip = config.getoption("benchmark_skip")
    for item in items:
        names = getattr(item, "fixturenames", [])
        if "bench" in names and ("opponent" in names or not skip):
            names += [name for name in ("benchmark", "opponent") if name not in names]


@pytest.fixture(scope="session")
def bench() -> Bench:
    """Takes down what a claim about cost measured."""
    return Bench()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Once a claim about cost holds, it is shown as a benchmark."""
    given: dict[str, Any] = pyfuncitem.funcargs
    benchmark = given.get("benchmark")
    if benchmark is None:
        return (yield)
    shown: Cost | None = None
    try:
        result = yield
        shown = _cost(given["bench"].measurement, given["opponent"]) if benchmark.enabled else None
        return result
    finally:
        benchmark.disabled = shown is None
        _show(benchmark, shown)


def _cost(measurement: Measurement, opponent: Implementation) -> Cost | None:
    """What there is to show; nothing where the subject gives other numbers than the answers do."""
    case = course().costs.standard(measurement.subject)
    try:
        race = measurement.race or Race(k=0.0).run(side_by_side(measurement.impl, case, opponent, case), ROUNDS)
        counted = measurement.impl(case.forward_only.on(case.x, counted=True)).reply
    except (AssertionError, NeverRuns):
        return None
    return Cost(measurement, counted.flops, counted.operations, race) if race.ratios else None


def _show(benchmark: Any, shown: Cost | None) -> None:
    """Hand it to pytest-benchmark, which warns where it was given nothing."""
    seconds = shown.race.seconds if shown else [0.0]
    left = iter(seconds)
    benchmark.extra_info |= shown.info if shown else {}
    benchmark.pedantic(lambda: _move(next(left)), rounds=len(seconds))


def _move(seconds: float) -> None:
    CLOCK.seconds += seconds


def _limits(rows: Sequence[dict[str, Any]], answers: InProcess) -> list[dict[str, Any]]:
    groups = {row["group"] for row in rows}
    return [_limit(answers, *limit) for group, limit in course().costs.limits.items() if group in groups]


def _limit(answers: InProcess, subject: str, called: str) -> dict[str, Any]:
    """How much faster a stand-in is than the class of the answers that it stands in for, with the same weights."""
    shown = _cost(Measurement(subject, answers.over((subject,)), subject, None), answers)
    assert shown is not None
    info = {**shown.info, "subject": called}
    return {"group": say("(limit)"), "median": median(shown.race.seconds), "extra_info": info}


@pytest.hookimpl(optionalhook=True)
def pytest_benchmark_compare_machine_info(config: pytest.Config, compared_benchmark: dict[str, Any]) -> None:
    config.stash[REGRESSIONS].before(compared_benchmark["benchmarks"])


@pytest.hookimpl(optionalhook=True)
def pytest_benchmark_group_stats(config: pytest.Config, benchmarks: list[dict[str, Any]]) -> None:
    config.stash[ROWS] = [row for row in benchmarks if "ratio" in row.get("extra_info", {}) and row["path"] is None]
    config.stash[REGRESSIONS].now(config.stash[ROWS])


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.stash[REGRESSIONS].found and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    rows = config.stash[ROWS]
    if rows:
        held_against = answers(config.rootpath / str(config.getini("reference"))).reference
        limits = _limits(rows, held_against) if isinstance(held_against, InProcess) else []
        table([*rows, *limits], terminalreporter._tw)
    for line in config.stash[REGRESSIONS].found:
        terminalreporter.write_line(say_again(line), red=True)
