"""python -m harness watch: what is on the screen after each save."""

import os
import signal
import subprocess
import sys
import time

import pytest
from screen import ROOT, TOY, states

WAITING = "Waiting for a save. Ctrl-C ends."


class Screen:
    """What the watch writes, from one wait to the next."""

    def __init__(self, path):
        self.path = path
        self.seen = 0

    def next_board(self, ends=WAITING, patience=300):
        """Wait for a board and return what was written since the last one."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            written = self.path.read_text(encoding="utf-8")[self.seen :]
            if ends in written:
                self.seen += len(written)
                return written
            time.sleep(0.1)
        raise AssertionError(f"no board: {written}")


@pytest.fixture
def watched(toy, folder, tmp_path):
    """Watches a folder of right answers in which TODO 2 is open."""
    attempt = folder(regression=(TOY / "student" / "regression.py").read_text(encoding="utf-8"))
    screen = tmp_path / "screen"
    options = ["-o", f"cache_dir={tmp_path / 'cache'}"]
    with screen.open("w", encoding="utf-8") as page:
        process = subprocess.Popen(
            [sys.executable, "-m", "harness", "watch", f"--impl={attempt}", *options],
            cwd=TOY,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=page,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
        )
    yield attempt, Screen(screen), process
    process.kill()
    process.wait()


def save(path, text):
    """As editors do that write another file and give it the name."""
    other = path.with_suffix(".tmp")
    other.write_text(text, encoding="utf-8")
    other.rename(path)


def test_each_save_draws_a_board_of_what_was_saved_and_ctrl_c_ends_it(watched):
    attempt, screen, process = watched
    saved = attempt / "regression.py"
    right = (TOY / "reference" / "regression.py").read_text(encoding="utf-8")
    assert states(screen.next_board()) == {1: "done", 2: "not started"}

    for text in ("class Regression(:\n", "class Regression(\n", "class Regression:(\n"):
        save(saved, text)
    board = screen.next_board()
    assert "Changed: regression.py" in board
    assert states(board) == {1: "done", 2: "failing"}
    assert "regression.py cannot be used: SyntaxError" in board
    assert "class Regression:(" in board

    saved.write_text(right, encoding="utf-8")
    board = screen.next_board()
    assert board.count(WAITING) == 1
    assert states(board) == {1: "done", 2: "done"}

    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=60) == 0
    assert "Traceback" not in screen.path.read_text(encoding="utf-8")


def test_without_watchfiles_a_sentence_says_what_to_install(tmp_path):
    (tmp_path / "watchfiles.py").write_text("raise ModuleNotFoundError", encoding="utf-8")
    path = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "harness", "watch"], env=os.environ | path, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr == "The watch needs watchfiles:\n\n    python -m pip install watchfiles\n"


def test_a_folder_that_is_not_there_is_a_clear_error():
    done = subprocess.run(
        [sys.executable, "-m", "harness", "watch", "--impl=nowhere"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert f"--impl=nowhere: there is no folder {ROOT / 'nowhere'}" in done.stderr
