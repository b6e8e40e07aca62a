"""python -m harness watch: what is on the screen after each save."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
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
def watched(folder, tmp_path):
    """Watches a folder of right answers in which TODO 4 is open."""
    attempt = folder()
    (attempt / "head_v3.py").write_text((ROOT / "student" / "head_v3.py").read_text(encoding="utf-8"), encoding="utf-8")
    screen = tmp_path / "screen"
    options = ["-o", f"cache_dir={tmp_path / 'cache'}", "tests/test_4.py"]
    with screen.open("w", encoding="utf-8") as page:
        process = subprocess.Popen(
            [sys.executable, "-m", "harness", "watch", f"--impl={attempt}", *options],
            cwd=ROOT,
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


def state(board, number):
    return re.search(rf"^ +{number} \| [^|]+\| ([^|]+?) +\|", board, re.MULTILINE)[1]


def test_each_save_draws_a_board_of_what_was_saved_and_ctrl_c_ends_it(watched):
    attempt, screen, process = watched
    head = attempt / "head_v3.py"
    right = (ROOT / "reference" / "head_v3.py").read_text(encoding="utf-8")
    assert state(screen.next_board(), 4) == "not started"

    for text in ("class HeadVer3(:\n", "class HeadVer3(\n", "class HeadVer3:(\n"):
        save(head, text)
    board = screen.next_board()
    assert "Changed: head_v3.py" in board
    assert state(board, 4) == "failing"
    assert "head_v3.py cannot be used: SyntaxError" in board
    assert "class HeadVer3:(" in board

    head.write_text(right, encoding="utf-8")
    board = screen.next_board()
    assert board.count(WAITING) == 1
    assert state(board, 4) == "done"

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
