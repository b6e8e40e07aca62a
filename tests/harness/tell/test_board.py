"""What a student sees of wrong and unfinished TODOs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from screen import ROOT, TOY, assert_readable, run, states

from harness.course import chosen
from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.judge.judge import judge
from harness.plugin.ladder import folder_of
from harness.run.in_process import InProcess
from harness.tell import commands
from harness.tell.board import board
from harness.tell.results import Claim, Results
from harness.where import named_in

pytestmark = pytest.mark.usefixtures("toy")
DOUBLED = ("softmax", "return e / e", "return 2 * e / e")
RAISING = ("regression", "self.weight = ", "raise RuntimeError('[bold]\\x1b[31mno')  # ")
CLAIM = "tests/test_1.py::test_softmax_gives_probabilities"
PYTHON = "/opt/python/bin/python"


@pytest.fixture(scope="module")
def wrong(tmp_path_factory):
    """A folder with a mistake in each TODO."""
    folder = tmp_path_factory.mktemp("wrong") / "attempt"
    shutil.copytree(TOY / "reference", folder)
    for file, old, new in (DOUBLED, RAISING):
        source = (folder / f"{file}.py").read_text(encoding="utf-8")
        assert old in source
        (folder / f"{file}.py").write_text(source.replace(old, new), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def over_wrong(wrong):
    return run(f"--impl={wrong}", cwd=TOY)


@pytest.fixture(scope="module")
def by_two_workers(wrong):
    """The same, and what is said of each claim."""
    return run(f"--impl={wrong}", "-n", "2", "--tb=short", cwd=TOY)


def test_the_first_todo_that_needs_work_is_explained(wrong, over_wrong):
    code, screen = over_wrong
    assert code == 1
    assert states(screen) == {1: "failing", 2: "failing"}
    assert "TODO 1, Softmax. This does not hold yet:" in screen
    assert "Along dim the output sums to 1" in screen
    assert "expected torch.tensor(" in screen
    assert "got      torch.tensor(" in screen
    assert f"\n    pytest {CLAIM} --impl={wrong}\n    pytest tests/test_1.py --impl={wrong}\n" in screen
    assert_readable(screen)


def test_its_last_line_says_again_which_claim_it_is(over_wrong):
    _, screen = over_wrong
    last = " ".join(screen.split("To run this claim alone")[1].split("\n\n")[2].split())
    assert re.fullmatch(r"TODO 1: (.*)", last)[1] in " ".join(screen.split("This does not hold yet:")[1].split())


def code_on(screen):
    """The Python to paste, as it stands on a board."""
    return re.search(r"^import torch\n.*?(?=\n\nTo run)", screen, re.MULTILINE | re.DOTALL)[0]


def test_the_code_to_try_is_neither_indented_nor_wrapped_and_runs_as_a_file(over_wrong):
    _, screen = over_wrong
    assert "\n    python try_it.py\n" in screen
    file = TOY / "try_it.py"
    assert file.read_text(encoding="utf-8").partition("\n")[2] == f"{code_on(screen)}\n"
    tried = subprocess.run([sys.executable, file.name], cwd=TOY, capture_output=True, text=True, check=True)
    assert tried.stdout.startswith("tensor(")


@pytest.mark.parametrize(
    ("environment", "begins"),
    [
        ({}, "pytest"),
        ({"TOX_ENV_NAME": "student"}, "tox -e student --"),
        ({"UV_RUN_RECURSION_DEPTH": "1"}, "uv run pytest"),
        ({"PATH": "/"}, f"{PYTHON} -m pytest"),
    ],
    ids=["active", "tox", "uv", "inactive"],
)
def test_each_command_works_where_it_is_printed(monkeypatch, tmp_path, environment, begins):
    (tmp_path / "tox").touch(mode=0o755)
    path = {"PATH": f"{tmp_path}{os.pathsep}{Path(sys.executable).parent}"}
    monkeypatch.setattr(sys, "executable", PYTHON)
    for name, value in (path | environment).items():
        monkeypatch.setenv(name, value)
    assert commands.pytest(CLAIM, "--impl=mine") == f"{begins} {CLAIM} --impl=mine"


def test_an_environment_below_is_called_from_here(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/")
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv" / "bin" / "python"))
    assert commands.python("try_it.py") == ".venv/bin/python try_it.py"


def test_in_forty_columns_no_word_is_cut_and_under_tox_its_own_commands_are_shown(wrong, tmp_path):
    (tmp_path / "tox").touch(mode=0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    _, screen = run(f"--impl={wrong}", CLAIM, cwd=TOY, COLUMNS="40", TOX_ENV_NAME="student", PATH=path)
    assert_readable(screen, 40)
    shown = re.findall(r"^    (\S.* tests/test_1\.py.*)$", screen, re.MULTILINE)
    assert shown == [f"tox -e student -- {claims} --impl={wrong}" for claims in (CLAIM, "tests/test_1.py")]


def test_the_board_says_it_all(over_wrong):
    _, screen = over_wrong
    assert "FAILURES" not in screen
    assert "short test summary" not in screen


def test_the_board_is_the_same_with_two_workers(over_wrong, by_two_workers):
    (_, one), (code, two) = over_wrong, by_two_workers
    assert code == 1
    assert verdict(two) == verdict(one)


def verdict(screen):
    """The table, and the claim that is shown under it."""
    board = screen[screen.index("TODO |") :]
    return board[: board.index("the sums along ")]


def test_nothing_that_a_student_raises_speaks_to_the_terminal(by_two_workers):
    _, screen = by_two_workers
    assert "raised RuntimeError: [bold]\\x1b[31mno" in screen
    assert "\x1b" not in screen


def results(path):
    """All claims of the toy, judged over a folder."""
    known = claims(TOY / "tests", InProcess(TOY / "reference"))
    impl = Recorder(InProcess(path))
    return Results.of([told(claim, impl, len(of_todo)) for of_todo in known.values() for claim in of_todo])


def told(claim, impl, planned):
    found = judge(claim.check, impl, claim.todo, shrinking=0.0)
    return found.told(claim.name, claim.check.claim.__doc__, 0.1, "0", "pytest", planned)


@pytest.mark.parametrize(
    ("edits", "files", "failing", "words"),
    [
        ([DOUBLED], {}, 1, ["the sums along dimension", "it differs"]),
        ([RAISING], {}, 2, ["raised RuntimeError: [bold]\\x1b[31mno", "regression.py, line"]),
        (
            [],
            {"regression": "class Regression(nn.Module:\n    pass\n"},
            2,
            ["regression.py cannot be used: SyntaxError", "regression.py, line 1:  class Regression(nn.Module:"],
        ),
        (
            [],
            {"regression": "import torch\n"},
            2,
            ["regression.py cannot be used: AttributeError: regression.py has no class Regression"],
        ),
        ([], {"regression": None}, 2, ["there is no file regression.py in"]),
    ],
    ids=["value", "error", "syntax", "no class", "no file"],
)
def test_each_kind_of_mistake_is_said_on_a_board_that_fits_and_costs_its_own_todo_alone(
    folder, edits, files, failing, words
):
    path = folder(edits, **{file: text or "" for file, text in files.items()})
    for file in (file for file, text in files.items() if text is None):
        (path / f"{file}.py").unlink()
    found = results(path)
    assert {rung.todo.number for rung in found.rungs if rung.state == "failing"} == {failing}
    assert {rung.todo.number for rung in found.rungs if rung.state == "done"} == {1, 2} - {failing}
    for claim in (claim for rung in found.rungs for claim in rung.claims if claim.verdict == "broken"):
        shown = board(Results.of([claim]), str(path), False)
        assert_readable(shown)
        assert "\x1b" not in shown
    shown = board(found, str(path), False)
    assert [word for word in words if word not in shown and word not in " ".join(shown.split())] == [], shown


def test_what_cannot_run_without_an_open_todo_is_blocked_by_it(folder):
    path = folder(softmax=(TOY / "student" / "softmax.py").read_text(encoding="utf-8"))
    found = results(path)
    assert states(board(found, "mine", False)) == {1: "not started", 2: "blocked by TODO 1"}
    narrow = board(found, "mine", False, 40)
    assert re.search(r"^   2 \| Softmax +\| blocked by TODO *\n     \| regression +\| 1", narrow, re.MULTILINE), narrow
    assert_readable(narrow, 40)


@pytest.fixture
def real_verdict(toy, folder):
    """Judges the first claim of the real course that has this in its name, over an edited folder."""

    def judged(number, name, edits=(), **files):
        known = claims(ROOT / "tests", InProcess(ROOT / "reference"))[number]
        claim = next(claim for claim in known if name in claim.name)
        return judge(claim.check, Recorder(InProcess(folder(edits, **files))), claim.todo, shrinking=0.0)

    with chosen(named_in(ROOT)):
        yield judged


def test_of_the_real_course_a_class_that_needs_an_open_one_of_its_own_todo_is_not_started(real_verdict):
    still_open = {"layer_norm": (ROOT / "student" / "layer_norm.py").read_text(encoding="utf-8")}
    found = real_verdict(9, "block_ver_3_examples", **still_open)
    assert (found.verdict, found.waits_for) == ("not started", (9,))
    found = real_verdict(10, "block_ver_4_examples", **still_open)
    assert (found.verdict, found.waits_for[0]) == ("blocked", 9)


def test_of_the_real_course_a_tensor_that_is_logged_is_called_by_its_attribute(real_verdict):
    said = real_verdict(5, "logs_the_variance", [("head_v4", "/ D**0.5", "/ C**0.5")]).said
    assert "self.var: it differs; got" in said
    assert said.endswith("print(model.var)")


def test_whoever_has_done_all_of_the_real_course_is_shown_the_payoff():
    with chosen(named_in(ROOT)) as course:
        held = [Claim(todo.number, "claim", "It holds.", "held", 0.1, "0", planned=1) for todo in course.todos]
        assert "\n    python -m spec.train\n" in board(Results.of(held), "student", in_colour=False)
        assert "\n    python -m spec.train --impl=mine\n" in board(Results.of(held), "mine", in_colour=False)


def config(impl, given_in):
    """pytest's, of a command that is given in a folder."""
    options = {"--impl": impl}
    return SimpleNamespace(rootpath=TOY, getoption=options.get, invocation_params=SimpleNamespace(dir=given_in))


def test_a_folder_that_is_not_there_is_a_clear_error():
    with pytest.raises(pytest.UsageError) as raised:
        folder_of(config("nowhere", TOY))
    assert str(raised.value).startswith(f"--impl=nowhere: there is no folder {TOY / 'nowhere'}. ")
    assert "Give student, reference, or the path of a folder that holds softmax.py" in str(raised.value)


def test_a_folder_is_found_from_where_the_command_was_given(tmp_path):
    (tmp_path / "attempt").mkdir()
    assert folder_of(config("attempt", tmp_path)) == tmp_path / "attempt"
    assert folder_of(config("student", tmp_path)) == TOY / "student"


def test_a_test_file_that_does_not_import_is_told(tmp_path):
    (tmp_path / "test_odd.py").write_text("import nowhere_to_be_found\n", encoding="utf-8")
    options = ("-p", "harness.plugin.ladder", "-c", str(TOY / "pytest.ini"))
    status, screen = run(*options, str(tmp_path / "test_odd.py"), cwd=TOY)
    assert status != 0
    assert "No module named 'nowhere_to_be_found'" in screen


def judged_as(*verdicts):
    """The board of the toy, where each TODO has one claim."""
    waits = {"not started": (lambda todo: (todo,)), "held": lambda todo: ()}
    found = [
        Claim(n, f"test_{n}", "It holds.", verdict, 0, "0", waits_for=waits[verdict](n), planned=1)
        for n, verdict in enumerate(verdicts, start=1)
    ]
    return board(Results.of(found), "student", in_colour=False, ground="toy 1.0, Python 3")


def test_a_todo_that_is_done_is_told_before_the_next_one(toy):
    shown = judged_as("held", "not started")
    assert f"TODO 1 is done. {toy.todo(1).built}\n\nNext: TODO 2" in shown
    assert f"TODO 2 is done. {toy.todo(2).built}\n\nAll 2 TODOs" in " ".join(judged_as("held", "held").split(" "))
    assert "is done." not in judged_as("not started", "not started")


def test_the_questions_of_the_handout_come_with_the_command_that_prints_their_numbers(toy, monkeypatch):
    monkeypatch.setitem(vars(toy.todo(1)), "questions", 2)
    told = " ".join(judged_as("held", "not started").split())
    assert "The handout of week 1 asks questions on it: 1.1-1.2." in told
    assert "this prints: pytest" in told and "test_1.py -s -vv Next:" in told


def test_a_line_of_its_own_says_what_the_run_rests_on():
    assert "\n\ntoy 1.0, Python 3\n\n" in judged_as("not started", "not started")
