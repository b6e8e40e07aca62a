"""Snippets run when they are pasted, and do what the case did."""

import contextlib
import io
import os
import re
import subprocess
import sys
from code import InteractiveConsole
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.case import Build, Call, Case
from harness.run.in_process import InProcess
from harness.tell.snippet import WIDTH, literal, snippet
from spec.cases import cases, histories, prompts
from spec.interface import INTERFACE, shapes
from spec.ladder import LADDER

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.filterwarnings("ignore:var")
CLASSES = [name for todo in LADDER for name in todo.classes]
REFERENCE = InProcess(ROOT / "reference")
AVERAGE = Case(Build("HeadVer1"), {}, (Call((torch.tensor([[[1.0], [0.5]]]),)),))


def printed(code):
    """The one tensor that a snippet prints."""
    torch.set_printoptions(precision=6, threshold=10_000, sci_mode=False)
    page = io.StringIO()
    with contextlib.redirect_stdout(page):
        exec(code, {})
    torch.set_printoptions(profile="default")
    torch.set_grad_enabled(True)
    return eval(re.sub(r",\s*grad_fn=<\w+>", "", page.getvalue()), {"tensor": torch.tensor})


@pytest.mark.parametrize("draws", [cases, histories])
@pytest.mark.parametrize("name", ["HeadVer3", "GPTVer3", "BlockVer4"])
@given(data=st.data())
@settings(max_examples=5)
def test_python_reads_a_snippet_that_is_pasted_line_by_line(name, draws, data):
    code = snippet([data.draw(draws(name))], ROOT / "reference")
    console = InteractiveConsole()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as errors:
        unfinished = [console.push(line) for line in (code or "pass").splitlines()]
    torch.set_grad_enabled(True)
    assert (errors.getvalue(), unfinished[-1]) == ("", False)


@given(case=st.sampled_from(CLASSES).flatmap(cases))
@settings(max_examples=40)
def test_a_snippet_prints_the_output(case):
    code = snippet([case], ROOT / "reference")
    if code is not None:
        output = printed(code)
        output = output[0] if isinstance(output, tuple) else output
        torch.testing.assert_close(output, REFERENCE(case).output, rtol=1e-3, atol=1e-4)


@given(data=st.data())
@settings(max_examples=40)
def test_a_snippet_prints_a_gradient(data):
    classes = st.sampled_from([name for name in CLASSES if name != "GPTVer1"])
    case = data.draw(classes.flatmap(cases).filter(lambda case: case.call.cotangents))
    gradients = REFERENCE(case).reply.gradients
    gradient = data.draw(st.sampled_from(sorted(gradients)))
    code = snippet([case], ROOT / "reference", f"the gradient of {gradient}")
    if code is not None and "None" not in code:
        torch.testing.assert_close(printed(code), gradients[gradient], rtol=1e-3, atol=1e-4)


@given(case=cases("HeadVer4"), name=st.sampled_from(sorted(INTERFACE["HeadVer4"].logged)))
@settings(max_examples=10)
def test_a_snippet_prints_what_was_logged(case, name):
    code = snippet([case], ROOT / "reference", f"self.{name}")
    if code is not None and case.x.shape[:2] != (1, 1):
        last = code.splitlines()[-1]
        assert last == f"print(model.{name})"
        torch.testing.assert_close(
            printed(code.replace("\nmodel(x)\n", "\n_ = model(x)\n")),
            REFERENCE(case).reply.logged[name],
            rtol=1e-3,
            atol=1e-4,
        )


@given(case=prompts("GPTVer3"))
@settings(max_examples=20)
def test_a_snippet_draws_what_the_case_drew(case):
    code = snippet([case], ROOT / "reference")
    if code is not None:
        assert torch.equal(printed(code), REFERENCE(case).output)


@pytest.mark.parametrize(
    "tensor",
    [
        torch.tensor(0.1),
        torch.tensor([1e-9, 3.4e38, -0.125]),
        torch.randn(7, 13),
        torch.randint(0, 9, (2, 40)),
        torch.randn(3, 2).T,
        torch.tensor([[1, 2], [3, 4]]).repeat_interleave(50, dim=0),
        torch.zeros(0),
    ],
)
def test_a_literal_reads_back_as_the_same_tensor_in_short_lines(tensor):
    text = literal(tensor)
    read = eval(text, {"torch": torch})
    assert torch.equal(read.to(tensor.dtype), tensor)
    assert max(len(line) for line in text.splitlines()) <= WIDTH


def test_a_row_of_many_numbers_ends_without_a_comma():
    assert literal(torch.arange(40)).endswith("39]\n)")


def test_a_folder_elsewhere_is_imported_by_its_path(tmp_path):
    odd = tmp_path / "my-attempt"
    odd.mkdir()
    (odd / "head_v1.py").write_text((ROOT / "reference" / "head_v1.py").read_text(encoding="utf-8"), encoding="utf-8")
    assert torch.equal(printed(snippet([AVERAGE], odd)), REFERENCE(AVERAGE).output)


def test_a_snippet_loads_the_weights_that_a_call_loads():
    build = Build("FeedForward", {"embed_size": 1})
    x, ones = torch.ones(1, 1, 1), {name: torch.ones(shape) for name, shape in shapes(build).items()}
    case = Case(build, {}, (Call((x,), weights=ones),))
    assert printed(snippet([case], ROOT / "reference")).item() == REFERENCE(case).output.item() == 9


def test_a_snippet_chooses_a_course_that_does_not_lie_beside_the_engine(toy, tmp_path, monkeypatch):
    from toy.stand_ins import softmax  # by the fixture it can be imported

    case = Case(Build("Softmax", {"dim": 0}, stand_in=True), {}, (Call((torch.ones(2),)),))
    monkeypatch.setattr(softmax, "Softmax", type("Own", (torch.nn.Softmax,), {}))
    (tmp_path / "try_it.py").write_text(snippet([case], toy.answers), encoding="utf-8")
    command, path = [sys.executable, "try_it.py"], {"PYTHONPATH": str(ROOT)}
    tried = subprocess.run(command, cwd=tmp_path, env=os.environ | path, capture_output=True, text=True)
    assert tried.stdout == "tensor([0.5000, 0.5000])\n", tried.stderr


def test_a_case_that_is_too_long_has_no_snippet():
    assert snippet([AVERAGE.on(torch.zeros(10, 10, 10))], ROOT / "reference") is None


@pytest.mark.parametrize("tensor", [torch.empty(9, 0), torch.ones(9, 2, dtype=torch.complex64), torch.ones(9, 2) > 0])
def test_odd_tensors_can_be_written_too(tensor):
    again = eval(literal(tensor), {"torch": torch})
    assert again.shape == tensor.shape
    assert torch.equal(again, tensor.to(again.dtype))
