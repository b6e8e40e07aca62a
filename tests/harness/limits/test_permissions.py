"""What a submission's code may not reach is refused on the board in the words that the grade has for it."""

import pytest
import torch

from harness.case import Build, Call, Case
from harness.run.in_process import InProcess

CASE = Case(Build("HeadVer2"), {}, (Call((torch.ones(1, 2, 2),)),))
LINE = "return wei @ x"
REACHES = {
    "open('input.txt').read()": "it opens the file 'input.txt'",
    "open('losses.txt', 'w')": "it opens the file 'losses.txt'",
    "open(__file__).read()": "head_v2.py'",
    "__import__('os').mkdir('checkpoints')": "it opens the file 'checkpoints'",
    "__import__('numpy').loadtxt('/etc/passwd')": "it opens the file '/etc/passwd'",
    "torch.load('weights.pt')": "it opens the file 'weights.pt'",
    "__import__('urllib.request').request.urlopen('http://example.org')": "it opens a connection to the network",
    "__import__('subprocess').run(['pip', 'install', 'einops'])": "it starts another program",
    "__import__('os').system('pip install einops')": "it starts another program",
}


def reaching(folder, code):
    return folder([("head_v2", LINE, f"{code}; {LINE}  #")])


@pytest.mark.parametrize(("code", "words"), REACHES.items())
def test_it_is_refused_with_the_remedy(folder, code, words):
    error = InProcess(reaching(folder, code))(CASE).error
    assert error.kinds[0] in ("PermissionError", "URLError")
    assert words in error.message
    assert "neither here nor where it is graded" in error.message
    assert "if __name__ == '__main__'" in error.message


def test_python_and_torch_read_their_own_files(folder):
    lazily = "__import__('torch.distributions.wishart'); __import__('colorsys')"
    assert InProcess(reaching(folder, lazily))(CASE).error is None


def test_torchscript_reads_the_source(folder):
    path = folder(
        [("head_v2", "class HeadVer2", "@torch.jit.script\ndef twice(x):\n    return 2 * x\n\n\nclass HeadVer2")]
    )
    assert InProcess(path)(CASE).error is None


def test_outside_of_a_case_all_is_as_ever(folder, tmp_path):
    InProcess(reaching(folder, "open('input.txt')"))(CASE)
    assert (tmp_path / "new").write_text("x", encoding="utf-8") == 1


@pytest.mark.sandbox
@pytest.mark.parametrize("code", REACHES)
def test_a_worker_says_what_the_board_says(folder, submitted, code):
    path = reaching(folder, code)
    worker, board = submitted(head_v2=(path / "head_v2.py").read_text(encoding="utf-8"))(CASE), InProcess(path)(CASE)
    assert worker.error.kinds == board.error.kinds
    assert "neither here nor where it is graded" in worker.error.message
