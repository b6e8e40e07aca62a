"""pytest's side: the options, the fixtures, one verdict a claim, and the board."""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Generator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import settings

from harness.case import Implementation
from harness.course import Todo, choose, course
from harness.draw.check import SHRINKING_SECONDS, Check
from harness.draw.recorder import Recorder
from harness.draw.replay import StoredCheck
from harness.draw.search import PROFILE
from harness.draw.store import Kept
from harness.judge.answers import Answers, answers
from harness.judge.judge import Judgement, judge
from harness.language.speech import say, say_again
from harness.load.files import files_of
from harness.plugin.cache import store
from harness.run.in_process import InProcess
from harness.tell import commands
from harness.tell.board import TRY_IT, board
from harness.tell.results import Claim, Results
from harness.tell.version import ground, mismatch, version, version_of_files

ANSWERS = pytest.StashKey[Answers]()
JUDGED = pytest.StashKey[Judgement]()
PLANNED = pytest.StashKey[Counter[int]]()
REMEMBERED = pytest.StashKey[list[Claim]]()  # of an earlier run, shown as if they had been judged in this one
RESULTS = pytest.StashKey[Results]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("ladder").addoption(
        "--impl",
        default="student",
        metavar="student|reference|PATH",
        help=say("what is tested: student/ (default), reference/, or any folder of the interface's files"),
    )
    parser.addini("course", say("the package that holds the record of the course"), default="spec")
    parser.addini("reference", say("the folder of the answers, or of a recording of them"), default="reference")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("hypothesis_profile"):
        settings.load_profile(PROFILE)
    choose(config.rootpath / str(config.getini("course")))
    torch.set_num_threads(1)
    gc.freeze()  # torch's half a million objects need not be looked through again and again
    gc.enable()
    folder_of(config)
    config.stash[ANSWERS] = answers(_answers_of(config))
    Kept.store = store(config, _answers_of(config))


def _answers_of(config: pytest.Config) -> Path:
    """The folder of the answers, or of their recording."""
    return config.rootpath / str(config.getini("reference"))


def folder_of(config: pytest.Config) -> Path:
    """The folder that --impl names."""
    named = config.getoption("--impl")
    if named in ("student", "reference"):
        folder = config.rootpath / named
    else:
        folder = Path(config.invocation_params.dir, Path(named).expanduser()).resolve()
    if not folder.is_dir():
        raise pytest.UsageError(
            say(
                "--impl={named}: there is no folder {folder}. "
                "Give student, reference, or the path of a folder that holds {file}.py, ...",
                named=named,
                folder=folder,
                file=course().files[0],
            )
        )
    return folder


@pytest.fixture(scope="session")
def impl(pytestconfig: pytest.Config) -> Recorder:
    """What is tested: a function from a case to an outcome."""
    tested = InProcess(folder_of(pytestconfig))
    tested.debugged = pytestconfig.getoption("capture") == "no" and not hasattr(pytestconfig, "workerinput")
    return Recorder(tested)


@pytest.fixture(scope="session")
def reference(pytestconfig: pytest.Config) -> Implementation:
    """What it is compared with: a function from a case to an outcome."""
    return pytestconfig.stash[ANSWERS].reference


@pytest.fixture(scope="session")
def opponent(pytestconfig: pytest.Config, impl: Recorder) -> Implementation:
    """What it races against: the answers, or its own first version where these are not at hand."""
    return pytestconfig.stash[ANSWERS].rival(impl)


def todo_of(item: pytest.Item) -> Todo | None:
    """The TODO that a test is a claim about: test_7.py belongs to TODO 7."""
    found = re.fullmatch(r"test_(\d+)\.py", item.path.name)
    number = int(found[1]) if found else 0
    return next((todo for todo in course().todos if todo.number == number), None)


def pytest_report_header(config: pytest.Config) -> list[str]:
    folder, tests = folder_of(config), version(config.rootpath)
    run = say(
        "implementation: {folder}, tests: version {tests}, seed: {seed}, one torch thread",
        folder=folder,
        tests=tests,
        seed=config.getoption("hypothesis_seed"),
    )
    found = files_of(folder)
    refused = [f"{file}.py {why}." for file, why in found.refused.items()]
    notes = map(say_again, (*found.notes, *refused))
    return list(filter(None, (run, mismatch(version_of_files(folder), tests), *notes)))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=number_of)
    config.stash[PLANNED] = Counter(todo.number for item in items if (todo := todo_of(item)))


def number_of(item: pytest.Item) -> int:
    """The number of its TODO; 0 for a test that is no claim."""
    todo = todo_of(item)
    return todo.number if todo else 0


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    todo = todo_of(pyfuncitem)
    if todo is None or "impl" not in pyfuncitem.funcargs:
        return None
    held_against = pyfuncitem.config.stash[ANSWERS]
    check = _stored(held_against.known(_check(pyfuncitem), todo), pyfuncitem)
    shrinking = 0.0 if check.draws else SHRINKING_SECONDS  # of recorded draws, the first that fails is the smallest
    judgement = judge(check, _recorder(pyfuncitem), todo, held_against.bank, shrinking)
    pyfuncitem.stash[JUDGED] = judgement
    if judgement.verdict != "held":
        pytest.fail(judgement.said, pytrace=False)
    return True


def _recorder(item: pytest.Function) -> Recorder:
    recorder = item.funcargs["impl"]
    assert isinstance(recorder, Recorder)
    return recorder


def _check(item: pytest.Function) -> Check:
    others = (name for name in item._fixtureinfo.argnames if name != "impl")
    return Check(item.obj, {name: item.funcargs[name] for name in others})


def _stored(check: Check, item: pytest.Function) -> Check:
    """A check that draws, with the draws of an earlier run."""
    records = None if check.draws else store(item.config, _answers_of(item.config), item.path)
    return check if records is None else StoredCheck(check.claim, check.arguments, store=records, name=item.name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    if call.excinfo is not None and JUDGED in item.stash:
        call.excinfo = _innermost(call.excinfo)
    report = yield
    todo = todo_of(item)
    if todo is not None and report.when == "call" and JUDGED in item.stash:
        report.user_properties.append(("claim", asdict(_claim(item, todo, report))))
    return report


def _innermost(raised: pytest.ExceptionInfo[BaseException]) -> pytest.ExceptionInfo[BaseException]:
    """The same exception with one frame: its message says all, and pytest looks for the source of a dozen others."""
    return pytest.ExceptionInfo.from_exception(raised.value.with_traceback(raised.traceback[-1]._rawentry))


def _claim(item: pytest.Item, todo: Todo, report: pytest.TestReport) -> Claim:
    seed = str(item.config.getoption("hypothesis_seed"))
    named = item.config.getoption("--impl")
    options = [f"--hypothesis-seed={seed}"] * (seed != "0") + [f"--impl={named}"] * (named != "student")
    return item.stash[JUDGED].told(
        name=item.name,
        sentence=getattr(item.obj, "__doc__", None),  # type: ignore[attr-defined]
        seconds=report.duration,
        seed=seed,
        replay=commands.pytest(f"{commands.place(item.path)}::{item.name}", *options),
        planned=item.config.stash[PLANNED][todo.number],
    )


def claim_of(report: pytest.TestReport) -> Claim | None:
    claim = dict(report.user_properties).get("claim")
    return Claim.read(claim) if isinstance(claim, dict) else None


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    claim = claim_of(report) if report.when == "call" else None
    if claim is None or claim.verdict in ("held", "broken"):
        return None
    letter, word = {"not started": ("-", say("NOT STARTED")), "blocked": ("b", say("BLOCKED"))}[claim.verdict]
    return claim.verdict, letter, word


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> Generator[None, None, None]:
    found = [report for kind in terminalreporter.stats.values() for report in kind]
    reports = [report for report in found if isinstance(report, pytest.TestReport)]
    claims = [claim for report in reports if (claim := claim_of(report))]
    unmet = sum(report.failed for report in found if isinstance(report, (pytest.TestReport, pytest.CollectReport)))
    if claims and unmet == sum(claim.verdict != "held" for claim in claims) and config.option.tbstyle == "auto":
        config.option.tbstyle = "no"  # the board says it
        terminalreporter.reportchars = ""
    result = yield
    before: list[Claim] = config.stash.get(REMEMBERED, [])
    claims += before
    if claims:
        config.stash[RESULTS] = Results.of(claims)
        writer = terminalreporter._tw
        writer.line()
        saved = _save(config.stash[RESULTS], config.rootpath / TRY_IT)
        shown = config.stash[RESULTS], config.getoption("--impl"), writer.hasmarkup, writer.fullwidth
        writer.write(board(*shown, saved, ground(config.rootpath)))
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, None, None]:
    """A run whose tests pass fails all the same, where a claim does not count: torch does its work, for example."""
    result = yield
    results = session.config.stash.get(RESULTS, Results(()))
    claims = (claim for rung in results.rungs for claim in rung.claims)
    if session.exitstatus == pytest.ExitCode.OK and any(claim.verdict == "broken" for claim in claims):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    return result


def _save(results: Results, path: Path) -> bool:
    """Write the code of the claim that is shown into a file; whether there is any, and it could be written."""
    claim = results.next_up.first_unmet if results.next_up else None
    if claim is None or not claim.code:
        return False
    try:
        path.write_text(f"# {say('Written anew by each run of the tests.')}\n{claim.code}\n", encoding="utf-8")
    except OSError:
        return False
    return True
