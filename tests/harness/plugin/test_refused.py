"""A run over a class that the course refuses fails, though each of its tests passes."""

import shutil

import pytest
from screen import TOY, run, states

WRAPPER = "from torch import nn\n\n\nclass Softmax(nn.Softmax):\n    pass\n"
ROW = 'frozenset({"softmax", "log_softmax"})'


@pytest.mark.parametrize(("use", "status", "state"), [("told", 0, "done"), ("refused", 1, "failing")])
def test_a_class_that_is_torchs_own_fails_the_run_where_it_is_refused(tmp_path, use, status, state):
    copy = tmp_path / "toy"
    shutil.copytree(TOY, copy, ignore=shutil.ignore_patterns("__pycache__"))
    ladder = copy / "toy/ladder.py"
    row = ladder.read_text("utf-8")
    assert ROW in row
    ladder.write_text(row.replace(ROW, f'{ROW}, "{use}"'), "utf-8")
    (copy / "reference/softmax.py").write_text(WRAPPER, "utf-8")
    ended, screen = run("--todo", "1", "--impl=reference", cwd=copy)
    assert (ended, states(screen)[1]) == (status, state), screen
