"""What stops is said in words, with the line and with what to do about it."""

from dataclasses import replace

import pytest
import torch

from harness.case import Build, Call, Case, Error
from harness.run.in_process import InProcess
from harness.tell.stopped import headline, words

X = torch.tensor([[[1.0, 2.0], [3.0, -1.0]]])  # (1, 2, 2)
HEAD = Build("HeadVer4", {"block_size": 3, "embed_size": 2, "head_size": 2})
CASE = Case(HEAD, {}, (Call((X,)),))
FORWARD, INIT = "        B, T, C = x.shape\n", "        super().__init__()\n"


def stopped(path, case=CASE):
    error = InProcess(path)(case).error
    assert error is not None
    return error


@pytest.mark.parametrize(
    ("edit", "bold"),
    [
        ((FORWARD, f"{FORWARD}        self.nothing\n"), "HeadVer4.forward stops with an error:"),
        ((INIT, f"{INIT}        self.nothing\n"), "HeadVer4.__init__ stops with an error:"),
        (("import torch\n", "import torch\nnothing\n"), "head_v4.py cannot be imported:"),
        (("return wei @ v", "return 3  #"), ""),
    ],
)
def test_what_stops_has_a_headline(folder, edit, bold):
    assert headline(stopped(folder([("head_v4", *edit)])), CASE) == bold


def test_what_does_not_end_has_one_of_its_own():
    late = Error("forward", ("CpuTimeUp",), "still running")
    assert headline(late, CASE) == "HeadVer4.forward does not end:"
    assert headline(replace(late, stage="training"), CASE) == "The training of HeadVer4 does not end:"


@pytest.mark.parametrize("part", ["nn.Linear(2, 2)", "nn.Parameter(torch.ones(2))", "torch.ones(2)"])
def test_who_forgets_to_call_super_is_told(folder, part):
    edit = (INIT, f"        self.part = {part}\n")
    assert "\nCall super().__init__() in the first line of __init__." in words(
        stopped(folder([("head_v4", *edit)])), CASE
    )


@pytest.mark.parametrize(
    "line",
    [
        "x = x.to('cuda')",
        "x = x.cuda()",
        "x = torch.ones(2, device='cuda:0')",
        "x = x.to('mps')",
        "return x.to('meta')",
    ],
)
def test_who_asks_for_a_gpu_is_told(folder, line):
    said = words(stopped(folder([("head_v4", FORWARD, f"{FORWARD}        {line}\n")])), CASE)
    assert "\nThe course runs on the CPU: " in said
    assert "device=x.device" in said


def test_who_waits_for_an_answer_is_told(folder):
    said = words(stopped(folder([("head_v4", FORWARD, f"{FORWARD}        input('go on?')\n")])), CASE)
    assert "\nNobody answers input() here: take it out." in said


@pytest.mark.parametrize("line", ["model = HeadVer4()", "x = torch.ones(2) @ torch.ones(3)", "print(1 / 0)"])
def test_a_script_that_stops_when_its_file_is_imported_is_called_one(folder, answers, line):
    said = words(stopped(folder(head_v4=f"{answers.sources['head_v4']}\n\n{line}\n")), CASE)
    assert said.endswith("This line runs when the file is imported: put it under `if __name__ == '__main__':`.")


@pytest.mark.parametrize(
    "source",
    ["class HeadVer4(:", "import nowhere", "class HeadVer4(nn.Module): pass", "@nn\nclass HeadVer4: pass", "x = 1"],
)
def test_a_file_that_is_no_script_is_not_called_one(folder, source):
    assert "__main__" not in words(stopped(folder(head_v4=source)), CASE)


def test_advice_is_given_once(folder):
    said = words(stopped(folder([("head_v4", "import torch\n", "import torch\nopen('input.txt')\n")])), CASE)
    assert said.count("__main__") == 1
