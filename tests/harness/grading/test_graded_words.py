"""What the board says of an error, the grade says in the same words."""

import pytest
from head import X, head

from harness.run.in_process import InProcess
from harness.tell.stopped import words

pytestmark = pytest.mark.sandbox
MODEL = "model = HeadVer2()\nweight = torch.nn.Parameter(torch.ones(1))\n"
TRAINING = f"{MODEL}opt = torch.optim.AdamW([weight])\nwhile True:\n    opt.step()\n"
SCRIPT = "head_v2.py runs a training script, or an endless loop, when it is imported (line "
SOURCES = {
    "a training script": (f"{head('return x')}{TRAINING}", SCRIPT),
    "an endless loop": (f"{head('return x')}while True: pass\n", SCRIPT),
    "asleep": (
        f"{head('return x')}import time\ntime.sleep(60)\n",
        "head_v2.py waits for something when it is imported",
    ),
    "a breakpoint": (head("breakpoint()\nreturn x"), "a breakpoint is left in line 5 of head_v2.py"),
    "pdb": (head("import pdb; pdb.set_trace()\nreturn x"), "a breakpoint is left in line 5 of head_v2.py"),
    "another name": (head("return x").replace("HeadVer2", "HeadVersion2"), "there is a class HeadVersion2 in line 3"),
    "other arguments": (head("return x").replace("self, x", "self"), "HeadVer2.forward(self, x) is expected; yours is"),
    "super forgotten": (
        head("return x").replace("    def forward", "    def __init__(self): self.w = torch.ones(2)\n    def forward"),
        "Call super().__init__() in the first line of __init__.",
    ),
}


@pytest.fixture
def hurried_everywhere(hurried, monkeypatch):
    monkeypatch.setattr("harness.run.in_process.IMPORT_SECONDS", 0.3)
    monkeypatch.setattr("harness.limits.time_limit.ASLEEP_SECONDS", 0.3)


@pytest.mark.parametrize(("source", "said"), SOURCES.values(), ids=SOURCES)
def test_the_words_are_the_same(hurried_everywhere, submitted, folder, source, said):
    graded, shown = submitted(head_v2=source)(X).error, InProcess(folder(head_v2=source))(X).error
    assert said in words(graded, X)
    assert said in words(shown, X)


def test_nothing_is_compiled_there_either(submitted):
    compiled = head("return x").replace("    def forward", "    @torch.compile\n    def forward")
    assert submitted(head_v2=compiled)(X).error is None
