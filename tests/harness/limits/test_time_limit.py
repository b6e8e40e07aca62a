"""Code that never ends, or waits, is ended, wherever it stands, and is waited for only once."""

import time

import pytest
import torch

from harness.case import Build, Call, Case
from harness.run.in_process import InProcess
from harness.tell.stopped import words

X = torch.tensor([[[1.0, 2.0], [3.0, -1.0]]])  # (1, 2, 2)
CASE = Case(Build("HeadVer3"), {}, (Call((X,)),))
SCRIPT = """
import torch
from .head_v2 import HeadVer2

class HeadVer3(torch.nn.Module):
    def forward(self, x):
        return HeadVer2()(x)

def loss():
    return sum(i for i in range(10**4))

for step in range(10**9):
    loss()
"""
UNDER_MAIN = "put it under `if __name__ == '__main__':`"


@pytest.fixture
def hurried(monkeypatch):
    for limit in "IMPORT_SECONDS", "CALLS_SECONDS", "SECOND_CHANCE":
        monkeypatch.setattr(f"harness.run.in_process.{limit}", 0.2)
    monkeypatch.setattr("harness.limits.time_limit.ASLEEP_SECONDS", 0.3)


def test_a_training_script_in_a_file_is_named_with_its_line(folder, hurried):
    error = InProcess(folder(head_v3=SCRIPT))(CASE).error
    assert words(error, CASE).splitlines()[0] == (
        f"head_v3.py runs a training script, or an endless loop, when it is imported (line 13): {UNDER_MAIN}"
    )
    assert error.always


def test_the_line_is_that_of_the_file_whose_script_it_is(folder, hurried):
    impl = InProcess(folder(head_v3=SCRIPT, head_v4="from .head_v3 import HeadVer3 as HeadVer4"))
    case = Case(Build("HeadVer4"), {}, CASE.calls)
    assert words(impl(case).error, case).startswith("head_v3.py runs a training script")


@pytest.mark.parametrize("waiting", ["time.sleep(60)", "while True: time.sleep(0.01)"])
def test_a_file_that_waits_when_it_is_imported_is_named(folder, hurried, waiting):
    error = InProcess(folder([("head_v3", "class ", f"import time\n{waiting}\nclass ")]))(CASE).error
    assert words(error, CASE).startswith(f"head_v3.py waits for something when it is imported (line 7): {UNDER_MAIN}")


def test_a_method_that_waits_is_ended(folder, hurried):
    waits = "import time; time.sleep(60)\n        B, T, C = x.shape\n"
    error = InProcess(folder([("head_v3", "T = x.shape[1]\n", f"T = x.shape[1]; {waits}")]))(CASE).error
    assert "HeadVer3.forward: asleep for 0.3 seconds: what does it wait for?" in words(error, CASE)


def test_a_machine_that_was_suspended_is_no_code_that_waits(folder):
    """Its alarm rings when it wakes up."""
    wakes = "import os, signal; os.kill(os.getpid(), signal.SIGALRM)"
    impl = InProcess(folder([("head_v3", "T = x.shape[1]\n", f"T = x.shape[1]; {wakes}\n")]))
    assert impl(CASE).error is None
    assert impl(CASE).error is None


def test_code_that_catches_everything_ends_all_the_same(folder, hurried, monkeypatch):
    monkeypatch.setattr("harness.limits.time_limit.AGAIN", 0.2)
    loop = (
        "\n        try:\n            while True: pass\n        except BaseException: pass\n        while True: pass\n"
    )
    error = InProcess(folder([("head_v3", "T = x.shape[1]\n", f"T = x.shape[1]{loop}")]))(CASE).error
    assert error.kinds[0] == "CpuTimeUp"


def test_what_never_ends_is_waited_for_once(folder, monkeypatch):
    monkeypatch.setattr("harness.run.in_process.CALLS_SECONDS", 0.5)
    monkeypatch.setattr("harness.run.in_process.SECOND_CHANCE", 0.1)
    impl = InProcess(folder([("head_v3", "T = x.shape[1]\n", "T = x.shape[1]\n        while True: pass\n")]))
    before = time.process_time()
    assert "still running after 0.5 seconds of CPU time" in impl(CASE).error.message
    assert impl(CASE.on(2 * X)).error is impl(CASE).error
    assert "still running after 0.1 seconds of CPU time" in impl.over(["HeadVer4"])(CASE).error.message
    assert time.process_time() - before < 1.5


def test_a_method_that_never_ends_refuses_no_call_of_another(folder, hurried):
    loop = "        for _ in range(max_new_tokens):"
    impl = InProcess(folder([("gpt_v1", loop, "        while True: pass\n" + loop)]))
    build = Build("GPTVer1", {"vocab_size": 2, "block_size": 2})
    tokens = torch.zeros(1, 1, dtype=torch.int64)
    endless = impl(Case(build, {}, (Call((tokens, 1), "generate"),)))
    assert endless.error.always
    assert impl(Case(build, {}, (Call((tokens,), "logits"),))).error is None
    assert impl(Case(build, {}, (Call((tokens, 2), "generate"),))).error is endless.error


def test_a_file_whose_import_never_ends_can_be_replaced(folder, reference, hurried):
    impl = InProcess(folder([("head_v4", "import torch\n", "import torch\nwhile True: pass\n")])).over(["HeadVer4"])
    build = Build("MultiHeadVer1", {"block_size": 3, "embed_size": 2, "n_heads": 1})
    assert impl(Case(build, {}, CASE.calls)).error is None


def test_an_import_that_ends_leaves_the_calls_their_own_time(folder, monkeypatch):
    monkeypatch.setattr("harness.run.in_process.IMPORT_SECONDS", 0.6)
    monkeypatch.setattr("harness.run.in_process.CALLS_SECONDS", 0.6)
    busy = "from time import process_time as now\nend = now() + 0.4\nwhile now() < end: pass\n"
    method = busy.replace("\n", "\n        ")
    edits = [("head_v3", "import torch\n", f"import torch\n{busy}")]
    edits += [("head_v3", "T = x.shape[1]\n", f"T = x.shape[1]\n        {method}\n")]
    assert InProcess(folder(edits))(CASE).error is None
