"""What a student sees: pytest over a folder, in a process of its own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HARNESS_FRAMES = re.compile(r"Traceback|spec/\w+\.py|site-packages|hypothesis/|Falsifying|tests/harness")


def run(*options, cwd=ROOT):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.returncode, done.stdout + done.stderr


def states(screen):
    """The board's states, by TODO."""
    rows = re.findall(r"^ +(\d+) \| [^|]+ \| ([^|]+?) +\|", screen, re.MULTILINE)
    return {int(number): state for number, state in rows}


def assert_readable(screen):
    """80 columns, but for commands to copy and paths; no colour; nothing of the harness."""
    board = screen[screen.index("TODO |") :]
    prose = [line for line in board.splitlines() if not re.search(r"    pytest |sys\.path|importlib|={5}", line)]
    assert max(len(line) for line in prose) <= 80, max(prose, key=len)
    assert "\x1b" not in screen
    assert not HARNESS_FRAMES.search(screen), HARNESS_FRAMES.search(screen)


def test_the_skeleton_has_ten_open_todos():
    code, screen = run("--impl=student")
    assert code == 1
    assert states(screen) == dict.fromkeys(range(1, 11), "not started")
    assert "Next: TODO 1, A bigram table." in screen
    assert "student/gpt_v1.py" in screen
    assert_readable(screen)


def test_a_finished_todo_is_done_and_the_exit_status_is_0():
    code, screen = run("--impl=reference", "tests/test_3.py")
    assert code == 0
    assert states(screen)[3] == "done"
    assert states(screen)[4] == "not run"


@pytest.fixture(scope="module")
def wrong(tmp_path_factory):
    """One folder with a mistake of each kind, each in a TODO of its own."""
    folder = tmp_path_factory.mktemp("wrong") / "attempt"
    folder.mkdir()
    for answer in (ROOT / "reference").glob("*.py"):
        (folder / answer.name).write_text(answer.read_text())

    def edit(file, old, new):
        source = (folder / f"{file}.py").read_text()
        assert old in source
        (folder / f"{file}.py").write_text(source.replace(old, new))

    edit("gpt_v1", "targets.flatten())", "targets.flatten(), reduction='sum')")
    (folder / "head_v2.py").write_text("class HeadVer2(nn.Module:\n    pass\n")
    (folder / "head_v3.py").write_text("import torch\n")
    edit("head_v4", "/ D**0.5", "/ C**0.5")
    (folder / "gpt_v3.py").unlink()
    edit("feed_forward", "self.w2 = ", "raise RuntimeError('[bold]\\x1b[31mno')  # ")
    edit("block_v3", "self.ln2 = LayerNorm(embed_size)", "self.ln2 = self.ln1")
    edit("block_v4", "return x + self.dropout(", "return x + (")
    return folder


@pytest.fixture(scope="module")
def over_wrong(wrong):
    return run(f"--impl={wrong}")


def test_each_mistake_costs_its_own_todo_and_no_other(over_wrong):
    code, screen = over_wrong
    assert code == 1
    assert states(screen) == {
        1: "failing",
        2: "done",
        3: "failing",
        4: "failing",
        5: "failing",
        6: "failing",
        7: "done",
        8: "failing",
        9: "failing",
        10: "failing",
    }


def test_the_first_todo_that_needs_work_is_explained(over_wrong):
    _, screen = over_wrong
    assert "TODO 1, A bigram table. This does not hold yet:" in screen
    assert "the loss is the mean cross-entropy" in screen
    assert "expected torch.tensor(" in screen
    assert "got      torch.tensor(" in screen
    assert "pytest tests/test_1.py::test_gpt_ver_1_computes_logits_and_loss --impl=" in screen
    assert_readable(screen)


def test_the_board_is_the_same_with_two_workers(wrong, over_wrong):
    _, one = over_wrong
    code, two = run(f"--impl={wrong}", "-n", "2")
    assert code == 1
    assert verdict(two) == verdict(one)
    assert "FAILURES" not in one + two
    assert "short test summary" not in one + two


def verdict(screen):
    """The table, and the claim that is shown under it."""
    return screen[screen.index("TODO |") : screen.index("the loss: ")]


@pytest.mark.parametrize(
    ("todo", "words"),
    [
        (3, ["head_v2.py cannot be used: SyntaxError", "head_v2.py, line 1:  class HeadVer2(nn.Module:"]),
        (4, ["head_v3.py cannot be used: AttributeError: head_v3.py has no class HeadVer3"]),
        (5, ["self.var: it differs; got", "print(model.var)"]),
        (6, ["there is no file gpt_v3.py in"]),
        (8, ["FeedForward(embed_size=1) raised RuntimeError: [bold]\\x1b[31mno", "feed_forward.py, line"]),
    ],
)
def test_the_kind_of_mistake_is_said(wrong, todo, words):
    code, screen = run(f"--impl={wrong}", f"tests/test_{todo}.py")
    assert code == 1
    for word in words:
        assert word in " ".join(screen.split()) or word in screen, screen
    assert_readable(screen)


def test_what_cannot_run_without_an_open_todo_is_blocked_by_it(tmp_path):
    for answer in (ROOT / "reference").glob("*.py"):
        (tmp_path / answer.name).write_text(answer.read_text())
    for file in ("head_v4", "layer_norm"):
        (tmp_path / f"{file}.py").write_text((ROOT / "student" / f"{file}.py").read_text())
    code, screen = run(
        f"--impl={tmp_path}", "tests/test_5.py", "tests/test_7.py", "tests/test_10.py", "tests/test_9.py"
    )
    assert code == 1
    found = states(screen)
    assert found[5] == "not started"
    assert found[7] == "blocked by TODO 5"
    assert found[9] == "not started", "BlockVer3 is there, but needs the LayerNorm of the same TODO"
    assert found[10] == "blocked by TODO 9"


def test_a_folder_that_is_not_there_is_a_clear_error():
    code, screen = run("--impl=nowhere")
    assert code == 4
    assert "--impl=nowhere: there is no folder" in screen
    assert "Give student, reference, or the path of a folder that holds gpt_v1.py" in screen


def test_a_folder_is_found_from_where_the_command_was_given(wrong):
    code, screen = run(
        "--rootdir",
        str(ROOT),
        "-c",
        str(ROOT / "pytest.ini"),
        "--impl=attempt",
        str(ROOT / "tests" / "test_2.py"),
        cwd=wrong.parent,
    )
    assert code == 0
    assert states(screen)[2] == "done"


def test_a_test_file_that_does_not_import_is_told(tmp_path):
    (tmp_path / "test_odd.py").write_text("import nowhere_to_be_found\n")
    status, screen = run("-p", "spec.plugin", "-c", str(ROOT / "pytest.ini"), str(tmp_path / "test_odd.py"))
    assert status != 0
    assert "No module named 'nowhere_to_be_found'" in screen
