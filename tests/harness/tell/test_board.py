"""What a student sees of wrong and unfinished TODOs: pytest over a folder, in a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from screen import ROOT, run, states

from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.judge.judge import judge
from harness.plugin.ladder import folder_of
from harness.run.in_process import InProcess
from harness.tell.board import board
from harness.tell.results import Claim, Results
from spec.ladder import LADDER

HARNESS_FRAMES = re.compile(r"Traceback|spec/\w+\.py|site-packages|hypothesis/|Falsifying|tests/harness")


def copied(folder):
    folder.mkdir()
    for answer in (ROOT / "reference").glob("*.py"):
        (folder / answer.name).write_text(answer.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def assert_readable(screen, columns=80):
    """As many columns, but for commands and code to copy; no colour; nothing of the harness."""
    board = screen[screen.index("TODO |") :]
    prose = re.sub(r"^import torch\n.*?\n\nTo run", "", board, flags=re.MULTILINE | re.DOTALL).splitlines()
    prose = [line for line in prose if not re.search(r"    (pytest|python|tox) |={5}| in \d+\.\d+s", line)]
    assert max(len(line) for line in prose) <= columns, max(prose, key=len)
    assert "\x1b" not in screen
    assert not HARNESS_FRAMES.search(screen), HARNESS_FRAMES.search(screen)


def test_all_todos_of_the_skeleton_are_open():
    code, screen = run("--impl=student")
    assert code == 1
    assert states(screen) == dict.fromkeys((todo.number for todo in LADDER), "not started")
    assert f"Next: TODO 1, {LADDER[0].title}." in screen
    assert "student/gpt_v1.py" in screen
    assert_readable(screen)


CLAIMS = (  # of some TODOs, one of which each goes against a mistake in `wrong`
    "tests/test_1.py::test_gpt_ver_1_computes_logits_and_loss",
    "tests/test_2.py::test_head_ver_1_is_the_mean_of_the_past",
    "tests/test_3.py::test_head_ver_2_is_the_mean_of_the_past",
    "tests/test_4.py::test_head_ver_3_is_the_mean_of_the_past",
    "tests/test_5.py::test_head_ver_4_logs_the_variance_of_the_scaled_scores",
    "tests/test_6.py::test_pos_encodings_are_bounded",
    "tests/test_7.py::test_multi_head_ver_1_examples_do_not_mix",
    "tests/test_8.py::test_feed_forward_has_the_parameters_of_the_interface",
)
FAILING = (1, 3, 4, 5, 6, 8)


@pytest.fixture(scope="module")
def wrong(tmp_path_factory):
    """One folder with a mistake of each kind, each in a TODO of its own."""
    folder = copied(tmp_path_factory.mktemp("wrong") / "attempt")

    def edit(file, old, new):
        source = (folder / f"{file}.py").read_text(encoding="utf-8")
        assert old in source
        (folder / f"{file}.py").write_text(source.replace(old, new), encoding="utf-8")

    edit("gpt_v1", "targets.flatten())", "targets.flatten(), reduction='sum')")
    (folder / "head_v2.py").write_text("class HeadVer2(nn.Module:\n    pass\n", encoding="utf-8")
    (folder / "head_v3.py").write_text("import torch\n", encoding="utf-8")
    edit("head_v4", "/ D**0.5", "/ C**0.5")
    (folder / "gpt_v3.py").unlink()
    edit("feed_forward", "self.w2 = ", "raise RuntimeError('[bold]\\x1b[31mno')  # ")
    return folder


@pytest.fixture(scope="module")
def over_wrong(wrong):
    return run(f"--impl={wrong}", *CLAIMS)


@pytest.fixture(scope="module")
def by_two_workers(wrong):
    """The same, and what is said of each claim."""
    return run(f"--impl={wrong}", "-n", "2", "--tb=short", *CLAIMS)


def test_each_mistake_costs_its_own_todo_and_no_other(over_wrong):
    code, screen = over_wrong
    assert code == 1
    right = {2: "done", 7: "done"}
    not_run = {todo.number: "not run" for todo in LADDER if todo.number not in {*FAILING, *right}}
    assert states(screen) == dict.fromkeys(FAILING, "failing") | right | not_run


def test_the_first_todo_that_needs_work_is_explained(over_wrong):
    _, screen = over_wrong
    assert "TODO 1, A bigram table. This does not hold yet:" in screen
    assert "the loss is the mean cross-entropy" in screen
    assert "expected torch.tensor(" in screen
    assert "got      torch.tensor(" in screen
    assert "pytest tests/test_1.py::test_gpt_ver_1_computes_logits_and_loss --impl=" in screen
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
    file = ROOT / "try_it.py"
    assert file.read_text(encoding="utf-8").partition("\n")[2] == f"{code_on(screen)}\n"
    tried = subprocess.run([sys.executable, file.name], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "grad_fn=<NllLossBackward0>" in tried.stdout


@pytest.mark.parametrize(
    ("environment", "begins"),
    [
        ({}, "pytest"),
        ({"TOX_ENV_NAME": "student"}, "tox -e student --"),
        ({"PATH": "/"}, f"{sys.executable} -m pytest"),
    ],
    ids=["active", "tox", "inactive"],
)
def test_each_command_works_where_it_is_printed(wrong, tmp_path, environment, begins):
    (tmp_path / "tox").touch(mode=0o755)
    path = {"PATH": f"{tmp_path}{os.pathsep}{Path(sys.executable).parent}"}
    _, screen = run(f"--impl={wrong}", CLAIMS[0], **path | environment)
    commands = re.findall(r"^    (\S.* tests/test_1\.py.*)$", screen, re.MULTILINE)
    assert commands == [f"{begins} {CLAIMS[0]} --impl={wrong}", f"{begins} tests/test_1.py --impl={wrong}"]


def test_in_forty_columns_no_word_is_cut(wrong):
    _, screen = run(f"--impl={wrong}", CLAIMS[0], COLUMNS="40")
    assert_readable(screen, 40)
    assert "   8 | Feed-forward, residual  | not run" in screen
    assert "     | connections" in screen


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
    return board[: board.index("the loss: ")]


@pytest.mark.parametrize(
    "words",
    [
        ["head_v2.py cannot be used: SyntaxError", "head_v2.py, line 1:  class HeadVer2(nn.Module:"],
        ["head_v3.py cannot be used: AttributeError: head_v3.py has no class HeadVer3"],
        ["self.var: it differs; got", "print(model.var)"],
        ["there is no file gpt_v3.py in"],
        ["raised RuntimeError: [bold]\\x1b[31mno", "feed_forward.py, line"],
    ],
    ids=lambda words: words[0].split()[0],
)
def test_the_kind_of_mistake_is_said(by_two_workers, words):
    _, screen = by_two_workers
    for word in words:
        assert word in " ".join(screen.split()) or word in screen, screen
    assert "\x1b" not in screen


def test_whatever_is_said_fits_on_the_board(wrong, reference):
    impl, known = Recorder(InProcess(wrong)), claims(ROOT / "tests", reference)
    for name in (name.split("::")[1] for name in CLAIMS):
        (claim,) = (claim for todo in known.values() for claim in todo if claim.name == name)
        found = judge(claim.check, impl, claim.todo, shrinking=0.0)
        if found.verdict == "broken":
            shown = Claim(claim.todo.number, name, "It holds.", "broken", 0.1, "0", message=found.message, planned=1)
            assert_readable(board(Results.of([shown]), str(wrong), False))


def test_what_cannot_run_without_an_open_todo_is_blocked_by_it(tmp_path):
    folder = copied(tmp_path / "attempt")
    for file in ("head_v4", "layer_norm"):
        (folder / f"{file}.py").write_text(
            (ROOT / "student" / f"{file}.py").read_text(encoding="utf-8"), encoding="utf-8"
        )
    claims = (
        "tests/test_5.py::test_head_ver_4_examples_do_not_mix",
        "tests/test_7.py::test_multi_head_ver_1_examples_do_not_mix",
        "tests/test_9.py::test_layer_norm_positions_do_not_mix",
        "tests/test_9.py::test_block_ver_3_examples_do_not_mix",
        "tests/test_10.py::test_block_ver_4_examples_do_not_mix",
    )
    code, screen = run(f"--impl={folder}", *claims)
    assert code == 1
    found = states(screen)
    assert found[5] == "not started"
    assert found[7] == "blocked by TODO 5"
    assert found[9] == "not started", "BlockVer3 is there, but needs the LayerNorm of the same TODO"
    assert found[10] == "blocked by TODO 9"


def test_whoever_has_done_all_is_shown_the_payoff():
    held = [Claim(todo.number, "claim", "It holds.", "held", 0.1, "0", planned=1) for todo in LADDER]
    assert "\n    python -m spec.train\n" in board(Results.of(held), "student", in_colour=False)
    assert "\n    python -m spec.train --impl=mine\n" in board(Results.of(held), "mine", in_colour=False)


def config(impl, given_in):
    """pytest's, of a command that is given in a folder."""
    options = {"--impl": impl}
    return SimpleNamespace(rootpath=ROOT, getoption=options.get, invocation_params=SimpleNamespace(dir=given_in))


def test_a_folder_that_is_not_there_is_a_clear_error():
    with pytest.raises(pytest.UsageError) as raised:
        folder_of(config("nowhere", ROOT))
    assert str(raised.value).startswith(f"--impl=nowhere: there is no folder {ROOT / 'nowhere'}. ")
    assert "Give student, reference, or the path of a folder that holds gpt_v1.py" in str(raised.value)


def test_a_folder_is_found_from_where_the_command_was_given(tmp_path):
    (tmp_path / "attempt").mkdir()
    assert folder_of(config("attempt", tmp_path)) == tmp_path / "attempt"
    assert folder_of(config("student", tmp_path)) == ROOT / "student"


def test_a_test_file_that_does_not_import_is_told(tmp_path):
    (tmp_path / "test_odd.py").write_text("import nowhere_to_be_found\n", encoding="utf-8")
    status, screen = run("-p", "harness.plugin.ladder", "-c", str(ROOT / "pytest.ini"), str(tmp_path / "test_odd.py"))
    assert status != 0
    assert "No module named 'nowhere_to_be_found'" in screen
