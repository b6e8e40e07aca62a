"""What a test of the harness needs: a tier of this machine, or an implementation that is written for it alone."""

import os
import shutil
import sys
import textwrap
from ctypes import CDLL
from pathlib import Path

import pytest
from chromium import BROWSER
from screen import TOY

from harness.course import chosen, course
from harness.grading.inside.layers import ELSEWHERE
from harness.grading.sandbox.bubblewrap import Sandbox
from harness.grading.sandbox.isolated import Isolated, Session
from harness.language.speech import ENGLISH, speak
from harness.load.files import files_of
from harness.run.in_process import InProcess
from harness.where import named_in

ROOT = Path(__file__).parents[2]
HIDDEN = (ROOT / "reference" / "gpt_v1.py", ROOT / "tests" / "test_1.py", ROOT / "README.md")
TIERS = {
    "sandbox": "needs the graders' sandbox: apt-get install bubblewrap libseccomp2, then tox -m ci",
    "browser": "needs a browser: apt-get install chromium, then tox -m ci",
    "whole": "proves all of a course, which takes its time: tox -m ci",
}


def pytest_addoption(parser):
    group = parser.getgroup("harness", "the harness's own tests")
    for tier, needs in TIERS.items():
        group.addoption(f"--{tier}", action="store_true", help=f"run the tests of which each {needs}")


def pytest_configure(config):
    """Who asks for a tier that this machine has not got is told: nothing that was asked for is skipped in silence.

    Commands are printed as in an environment that is active, also under tox or uv; and all is in English.
    """
    os.environ["LANGUAGE"] = ENGLISH
    speak(ENGLISH)
    for runner in ("TOX_ENV_NAME", "UV_RUN_RECURSION_DEPTH"):
        os.environ.pop(runner, None)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for tier, needs in TIERS.items():
        if config.getoption(f"--{tier}") and not is_there(tier):
            raise pytest.UsageError(f"--{tier} {needs}")


def is_there(tier):
    if tier == "whole":
        return True
    if tier == "browser":
        return BROWSER is not None
    try:
        CDLL("libseccomp.so.2")
    except OSError:
        return False
    return shutil.which("bwrap") is not None


def pytest_collection_modifyitems(config, items):
    for tier, needs in TIERS.items():
        if not config.getoption(f"--{tier}"):
            for item in items:
                if item.get_closest_marker(tier):
                    item.add_marker(pytest.mark.skip(reason=needs))


def pytest_terminal_summary(terminalreporter):
    """What was left out is said without -rs."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for needs in TIERS.values():
        if many := sum(needs in reason for reason in skipped):
            terminalreporter.write_line(f"{many} skipped, each {needs}")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """The tests of a file run in one process, so that they share what its fixtures make."""
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log) if config.getoption("dist") == "load" else None


@pytest.fixture
def toy():
    """The second course: the test, in this process, is about it."""
    with chosen(named_in(TOY)) as course:
        yield course


@pytest.fixture(scope="session")
def reference():
    return InProcess(ROOT / "reference")


@pytest.fixture(scope="session")
def answers():
    """The files of the answers."""
    return files_of(ROOT / "reference")


@pytest.fixture
def folder(tmp_path):
    """Makes a folder of the course's answers in which pieces of a file are replaced, or whole files are given."""

    def make(edits=(), **files):
        path = tmp_path / "attempt"
        path.mkdir(exist_ok=True)
        texts = dict(files_of(course().answers).sources)
        for file, old, new in edits:
            assert old in texts[file], f"{old!r} is not in {file}.py"
            texts[file] = texts[file].replace(old, new)
        texts |= {file: textwrap.dedent(text) for file, text in files.items()}
        for file, text in texts.items():
            (path / f"{file}.py").write_text(text, encoding="utf-8")
        return path

    return make


@pytest.fixture(scope="session")
def begun():
    """Starts a zygote behind as many layers as there are, or without some of them: once for all tests of a process."""
    started = {}

    def begin(*without):
        if without not in started:
            started[without] = Sandbox(HIDDEN, without).start()
        return started[without]

    yield begin
    for zygote, _ in started.values():
        zygote.close()


@pytest.fixture(scope="session")
def hidden():
    """Files that no worker of these zygotes may read."""
    return HIDDEN


@pytest.fixture
def zygote(begun):
    zygote, isolation = begun()
    assert isolation.level == "full", isolation
    return zygote


@pytest.fixture(params=["full", "degraded"])
def each_zygote(request, begun):
    """One with every layer, one without bubblewrap."""
    zygote, isolation = begun(*([] if request.param == "full" else [ELSEWHERE]))
    assert isolation.level == request.param, isolation
    return zygote


@pytest.fixture
def submitted(zygote, answers):
    """Makes an implementation out of files that are given, in a worker; the others are the answers'."""
    yield from submitting(zygote, answers)


@pytest.fixture
def submitted_to_each(each_zygote, answers):
    """The same, in a worker of each zygote."""
    yield from submitting(each_zygote, answers)


def submitting(zygote, answers):
    sessions = []

    def submit(**files):
        texts = {file: textwrap.dedent(text) for file, text in files.items()}
        sessions.append(Session(zygote, answers.changed(texts)))
        return Isolated(sessions[-1])

    yield submit
    for session in sessions:
        session.end_claim()
        assert session.fault is None


@pytest.fixture
def hurried(monkeypatch):
    """A call has 0.3 seconds instead of 2."""
    monkeypatch.setattr("harness.grading.sandbox.isolated.CASE_SECONDS", 0.3)
    monkeypatch.setattr("harness.grading.sandbox.isolated.SECONDS_A_NUMBER", 0.0)
    monkeypatch.setattr("harness.grading.sandbox.deadline.ASLEEP_SECONDS", 0.3)
