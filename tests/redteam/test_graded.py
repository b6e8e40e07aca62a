"""The red team against the grader: nobody wins a point that is not theirs, and nobody comes to harm."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import archives  # noqa: F401  (it fills the bank of oddities)
import folders  # noqa: F401
import pytest
from oddities import ODDITIES
from sampling import sample_of_each_theme

from harness.proof.redteam.attacks import attacks
from harness.proof.redteam.container import available

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT / "reference"
BANK = attacks(Path(__file__).parent / "bank", ANSWERS)
TOGETHER = 84  # attacks that one command grades
WITHOUT_BUBBLEWRAP = 10  # times as many are tried as with it
LEVELS = {"full": ["--isolation", "full"], "degraded": ["--isolation", "degraded", "--without", "bubblewrap"]}
SECONDS_EACH = 90  # by the clock on the wall, on a machine that has other work too
GOOD_AFTER = 14  # attacks
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
STOPPED = re.compile(r"^::stop-commands::(\w{32})$.*?^::\1::$", re.M | re.S)
COMMAND = re.compile(r"^\s*(::|##\[).*", re.M)

pytestmark = pytest.mark.skipif(not available(), reason="bubblewrap is not installed: nothing contains the grader")


class Graded:
    """What the grader said of some submissions, one after another, and what was left around it."""

    def __init__(self, work, level, submissions, todos):
        self.work, self.secret, self.submissions = work, f"CANARY-{secrets.token_hex(8)}", submissions
        (work / "token").write_text(self.secret, encoding="utf-8")
        command = [sys.executable, "-m", "harness", "grade", *map(str, submissions), "--out", "out"]
        command += [*LEVELS[level], "--seed", "1", "--jobs", "2"]
        command += [part for todo in todos for part in ("--todo", str(todo))]
        with (work / "said").open("wb") as said:
            subprocess.run(
                [*_hull(work), "sh", "-c", WATCH, "sh", *command],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env={
                    **os.environ,
                    "PYTHONPATH": str(ROOT),
                    "TMPDIR": "/var/tmp",
                    "GRADER_TOKEN": self.secret,
                    "GITHUB_ACTIONS": "true",
                },
                timeout=60 + SECONDS_EACH * len(submissions),
            )

    @property
    def status(self):
        """The grader's exit status; None where it was killed."""
        path = self.work / "status"
        return int(path.read_text(encoding="utf-8")) if path.exists() else None

    @property
    def left(self):
        """Files and processes that are there when the grader has ended, and were not before."""
        return (self.work / "left").read_text(encoding="utf-8").split()

    @property
    def said(self):
        return (self.work / "said").read_text(errors="replace", encoding="utf-8")

    @property
    def reports(self):
        return {
            str(path): path.read_text(errors="replace", encoding="utf-8")
            for path in (self.work / "out").rglob("*.*")
            if path.is_file()
        }

    def staff(self, submission):
        """staff.json of a submission."""
        (path,) = (path for path in (self.work / "out").rglob("staff.json") if submission.name in path.parts)
        return json.loads(path.read_text(encoding="utf-8"))

    def earned(self, submission):
        return {todo["number"] for todo in self.staff(submission)["todos"] if todo["points"]}


WATCH = """
"$@"
echo $? > status
sleep 0.2
{ ls -A /dev/shm /var/tmp | grep -v -e : -e torchinductor ; ls /proc | grep -x "[0-9]*" | wc -l; } > left
"""


def _hull(work):
    """All of the machine to be read, nothing to be written but one folder, and processes and a network of its own."""
    return [
        *("bwrap", "--unshare-pid", "--unshare-ipc", "--unshare-net", "--die-with-parent"),
        *(["--cap-add", "ALL"] if os.getuid() == 0 else []),
        *("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/var/tmp"),
        *("--bind", str(work), str(work), "--chdir", str(work)),
    ]


def _good(folder):
    return Path(shutil.copytree(ANSWERS, folder, ignore=shutil.ignore_patterns("slips", "__pycache__", "*.md")))


def pytest_generate_tests(metafunc):
    if "graded" in metafunc.fixturenames:
        runs = {f"{name}-{level}": (level, group) for level in LEVELS for name, group in groups(metafunc.config, level)}
        metafunc.parametrize("graded", runs.values(), ids=runs, indirect=True, scope="module")


def groups(config, level):
    """Attacks on the same TODOs, TOGETHER at most, by a name.

    More are tried without bubblewrap: whoever gains nothing behind fewer walls gains nothing behind more.
    """
    by_todos = defaultdict(list)
    for attack in sample_of_each_theme(config, BANK, WITHOUT_BUBBLEWRAP if level == "degraded" else 1):
        by_todos[attack.todos].append(attack)
    for todos, attacks_on in by_todos.items():
        for i in range(0, len(attacks_on), TOGETHER):
            yield f"todo {'-'.join(map(str, todos))} from {i}", attacks_on[i : i + TOGETHER]


@pytest.fixture(scope="module")
def graded(request, tmp_path_factory):
    """Attacks on the same TODOs, graded by one command, with right answers between them."""
    level, attacked = request.param
    folder, bad, goods, order = tmp_path_factory.mktemp("attacks"), {}, [], []
    todos = attacked[0].todos
    for i, attack in enumerate(attacked, start=1):
        order.append(attack.write(ANSWERS, folder / f"{attack.theme}.{attack.name}"))
        bad[order[-1]] = attack
        if i % GOOD_AFTER == 0 or i == len(attacked):
            goods.append(_good(folder / f"good_{i}"))
            order.append(goods[-1])
    run = Graded(tmp_path_factory.mktemp("work"), level, order, todos)
    run.attacks, run.goods, run.todos = bad, goods, set(todos)
    return run


@pytest.fixture(scope="module", params=list(LEVELS))
def odd(request, tmp_path_factory):
    """All oddities, graded by one command."""
    folder = tmp_path_factory.mktemp("odd")
    sources = {path.name: path.read_text(encoding="utf-8") for path in ANSWERS.glob("*.py")}
    made = {oddity: oddity.make(folder / "made" / oddity.name, sources) for oddity in ODDITIES}
    named = {oddity: folder / f"{oddity.name}{''.join(path.suffixes)}" for oddity, path in made.items()}
    for oddity, path in made.items():
        path.rename(named[oddity])
    run = Graded(tmp_path_factory.mktemp("work"), request.param, list(named.values()), [4])
    run.oddities = named
    return run


def test_the_grader_survives(graded):
    assert graded.status == 0, graded.said[-2000:]


def test_nobody_wins_a_point_that_is_not_theirs(graded):
    won = {path.name: graded.earned(path) - {*attack.earns, *attack.flagged} for path, attack in graded.attacks.items()}
    assert {name: todos for name, todos in won.items() if todos} == {}


def test_the_staff_are_told_of_work_that_is_hidden_from_the_count(graded):
    hidden = [path for path, attack in graded.attacks.items() if graded.earned(path) & set(attack.flagged)]
    assert [path.name for path in hidden if not graded.staff(path)["suspicions"]] == []


def test_the_next_submission_earns_what_it_earns_alone(graded):
    assert {path.name: graded.earned(path) for path in graded.goods} == {
        path.name: graded.todos for path in graded.goods
    }


def test_nothing_is_left_behind(graded):
    *files, processes = graded.left
    assert files == []
    assert int(processes) <= 6, "sh, ls, grep and wc, and the hull's own"
    assert {path.name for path in graded.work.iterdir()} <= {"token", "said", "status", "left", "out", ".hypothesis"}
    assert (graded.work / "token").read_text(encoding="utf-8") == graded.secret


def test_no_secret_is_told(graded):
    told = [path for path, text in {**graded.reports, "said": graded.said}.items() if graded.secret in text]
    assert told == []


def test_the_grader_says_nothing_that_speaks_to_a_terminal_or_to_a_runner(graded):
    assert CONTROL.findall(graded.said) == []
    assert COMMAND.findall(STOPPED.sub("", graded.said)) == []


def test_reports_stay_small(graded):
    large = {path: len(text) for path, text in graded.reports.items() if len(text) > 2_000_000}
    assert large == {}


def test_no_attack_takes_long(graded):
    slow = {path.name: graded.staff(path)["seconds"] for path in graded.attacks}
    assert {name: seconds for name, seconds in slow.items() if seconds > SECONDS_EACH} == {}


def test_odd_files_earn_nothing_and_harm_nothing(odd):
    assert odd.status == 0, odd.said[-2000:]
    for oddity, path in odd.oddities.items():
        assert odd.earned(path) <= ({4} if oddity.earns else set()), oddity.name
        assert not oddity.unreadable or odd.staff(path)["problem"], oddity.name
    assert odd.left[:-1] == []
    assert not list(Path("/tmp").glob("slipped*"))
