"""A submission finds a machine without a GPU, on which nothing is compiled."""

import sys

import pytest
import torch

from harness.case import Build, Call, Case
from harness.load.files import files_of
from harness.run.in_process import InProcess

X = torch.tensor([[[1.0, 2.0], [3.0, -1.0]]])  # (1, 2, 2)
HEAD = Build("HeadVer4", {"block_size": 2, "embed_size": 2, "head_size": 2})
CASE = Case(HEAD, {}, (Call((X,), counted=True),), inspected=True)
LINEAR = "nn.Linear(embed_size, head_size, bias=False)"
COMPILED = {
    "a method": ("    def forward", "    @torch.compile\n    def forward"),
    "a method, with options": ("    def forward", "    @torch.compile(dynamic=True)\n    def forward"),
    "a part": (LINEAR, f"torch.compile({LINEAR})"),
    "itself": ("self.query =", "self.compile()\n        self.query ="),
    "not at all": ("    def forward", "    @torch.compiler.disable(recursive=False)\n    def forward"),
    "imported": ("class HeadVer4", "from torch import compile\n\n\n@compile\nclass HeadVer4"),
    "TorchScript": (LINEAR, f"torch.jit.script({LINEAR})"),
    "TorchScript, of a function": (
        "class HeadVer4",
        "@torch.jit.script\ndef relu(x):\n    return 1\n\n\nclass HeadVer4",
    ),
}


@pytest.mark.parametrize("edit", COMPILED.values(), ids=COMPILED)
def test_nothing_is_compiled_and_all_stays_as_it_is(folder, reference, monkeypatch, edit):
    monkeypatch.setitem(sys.modules, "torch._dynamo", None)  # its import alone takes seconds, and fails now
    outcome, right = InProcess(folder([("head_v4", *edit)]))(CASE), reference(CASE)
    assert outcome.error is None, outcome.error
    assert outcome.reply.operations == right.reply.operations
    assert outcome.state == right.state


@pytest.mark.parametrize("edit", [COMPILED["a method"], COMPILED["itself"], COMPILED["imported"]])
def test_its_author_is_told(folder, edit):
    told = "head_v4.py: its code runs here as it is written: torch.compile and torch.jit are left out."
    assert files_of(folder([("head_v4", *edit)])).notes == (told,)


def test_nothing_is_said_of_a_comment_or_of_other_words(folder):
    edit = (
        "class HeadVer4",
        "# torch.compile(model) is for later\nimport re\n\nRE = re.compile('x')\n\n\nclass HeadVer4",
    )
    assert files_of(folder([("head_v4", *edit)])).notes == ()


def test_no_gpu_is_found(folder):
    looks = "assert not (torch.cuda.is_available() or torch.backends.mps.is_available()); self.query ="
    counts = "assert torch.cuda.device_count() == 0 and not torch.accelerator.is_available(); self.key ="
    edits = [("head_v4", "self.query =", looks), ("head_v4", "self.key =", counts)]
    assert InProcess(folder(edits))(CASE).error is None
