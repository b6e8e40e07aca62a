"""Whose work a class is: seen in its calls, told on the board, and refused where a course says so."""

from dataclasses import replace

import pytest
import torch
from screen import ROOT, TOY

from harness.case import Build, Call, Case, stand_in
from harness.course import course
from harness.judge.ready_made import used
from harness.run.in_process import InProcess
from harness.tell.board import board
from harness.tell.results import Claim, Results

SOFTMAX = "torch's own softmax"
RETURN = "return e / e.sum(dim=self.dim, keepdim=True)"
X = torch.tensor([[1.0, 2.0], [3.0, 5.0]])
TELLS = "TODO 1 is torch's own softmax: write the formula once, then keep what you like better."


@pytest.fixture
def written(toy, tmp_path):
    """The toy's answers, whose Softmax returns something else."""

    def folder(instead):
        for path in (TOY / "reference").glob("*.py"):
            text = path.read_text(encoding="utf-8").replace(RETURN, instead)
            (tmp_path / path.name).write_text(f"import torch\nfrom torch import nn\n{text}", encoding="utf-8")
        return InProcess(tmp_path)

    return folder


def softmaxes(**changes):
    return [Case(Build("Softmax", {"dim": -1}), {}, (Call((X,), **changes),))]


@pytest.mark.parametrize(
    "instead",
    [
        "return x.softmax(self.dim)",
        "return nn.functional.softmax(x, self.dim)",
        "return nn.Softmax(self.dim)(x)",
        "return getattr(torch, 'soft' + 'max')(x, self.dim)",
        "return torch.log_softmax(x, self.dim).exp()",
    ],
)
def test_torchs_own_work_is_seen_however_it_is_called(written, instead):
    assert used(written(instead), course().todo(1), softmaxes()) == (SOFTMAX,)


def test_a_formula_that_is_written_is_no_work_of_torchs(toy):
    assert used(InProcess(TOY / "reference"), toy.todo(1), softmaxes()) == ()


def test_work_is_allowed_where_the_course_says_so_and_is_that_of_its_own_todo(written):
    impl, todo = written("return x.softmax(self.dim)"), course().todo(1)
    allowed = replace(todo, ready_made=tuple(replace(one, use="allowed") for one in todo.ready_made))
    assert used(impl, allowed, softmaxes()) == ()
    assert used(impl, course().todo(2), softmaxes()) == ()


def a_norm(name, x, **args):
    """A case of a class with its start weights."""
    return Case(Build(name, args), {}, (Call((x,)),))


def test_neither_a_stand_in_nor_another_class_of_the_course_counts_for_the_class_that_calls_it(tmp_path):
    """BlockVer3 has a LayerNorm in it that is torch's, by the student's name or by torch's."""
    for path in (ROOT / "reference").glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    block, x = tmp_path / "block_v3.py", torch.randn(2, 3, 4)
    case = a_norm("BlockVer3", x, head=stand_in("Linear", {"in_features": 4, "out_features": 4}), embed_size=4)
    alone = replace(course().todo(9), classes=("BlockVer3",))
    (tmp_path / "layer_norm.py").write_text("from torch import nn\n\n\nclass LayerNorm(nn.LayerNorm): ...\n", "utf-8")
    assert used(InProcess(tmp_path), alone, [case]) == ()
    own = "from .layer_norm import LayerNorm"
    assert own in block.read_text("utf-8")
    block.write_text(block.read_text("utf-8").replace(own, "from torch.nn import LayerNorm"), "utf-8")
    assert used(InProcess(tmp_path), alone, [case]) == ("torch's own LayerNorm",)


def results(names):
    held = [Claim(n, f"test_{n}", "It holds.", "held", 0, "0", planned=1, used=names * (n == 1)) for n in (1, 2)]
    return Results.of(held)


def test_the_board_tells_and_no_points_are_lost(toy):
    told = results((SOFTMAX,))
    assert told.all_done and told.rungs[0].used == (SOFTMAX,)
    assert TELLS in " ".join(board(told, "student", in_colour=False).split())
    assert "write the formula once" not in board(results(()), "student", in_colour=False)


def test_what_a_course_refuses_is_not_done_and_the_board_says_why(toy, monkeypatch):
    refused = tuple(replace(one, use="refused") for one in toy.todo(1).ready_made)
    monkeypatch.setitem(vars(toy.todo(1)), "ready_made", refused)
    found = results((SOFTMAX,))
    assert [rung.state for rung in found.rungs] == ["failing", "done"] and found.rungs[0].points == 0
    shown = " ".join(board(found, "student", in_colour=False).split())
    assert "This is torch's own softmax. The exercise is to write it" in shown and TELLS not in shown
    assert results(()).all_done
