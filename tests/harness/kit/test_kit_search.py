"""No answer is in the kit, and one that were would be found."""

from pathlib import Path

import pytest

from harness.kit.contents import contents
from harness.kit.search import answers, found_in
from spec.interface import INTERFACE
from spec.ladder import LADDER

ROOT = Path(__file__).parents[3]
ANSWERS = answers(ROOT / "reference")


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """The kit without a recording."""
    return contents(ROOT, tmp_path_factory.mktemp("recording"))


def test_no_answer_is_in_the_files_that_are_copied(copied):
    assert list(found_in(copied, ANSWERS)) == []


def test_each_file_of_each_todo_has_answers_to_look_for():
    files = {f"{INTERFACE[name].file}.py" for todo in LADDER for name in todo.classes}
    assert {answer.file for answer in ANSWERS} == files


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("harness/compare/close.py", b'"""A LayerNorm begins with\n\n    mean = x.mean(dim=-1, keepdim=True)\n"""\n'),
        ("handout/en/week_2.md", b"so we write `x = x + self.head(x)` and go on"),
        ("recording/todo_4.json", b'{"edits":[["future = torch.ones(T, T).triu(diagonal = 1).bool()",""]]}'),
        (
            "recording/todo_9.json",
            b'"self.register_buffer(\\"tril\\",torch.tril(torch.ones(block_size,block_size)))"',
        ),
        ("recording/todo_1.safetensors", b"\x00\xff\x00return self.proj(out)\xff"),
        ("spec/stand_ins/blocks.py", b"y = (x + self.ffwd(  # one\n  x))\ndef f(x):\n    return (x +\n  self.ffwd(x))"),
    ],
)
def test_an_answer_is_found_wherever_it_hides(copied, name, content):
    (found,) = {leak.name for leak in found_in({**copied, name: content}, ANSWERS)}
    assert found == name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("reference/head_v4.py", b""),
        ("slips/head_v4.toml", b""),
        ("spec/__pycache__/close.cpython-311.pyc", b""),
        (".git/HEAD", b""),
        ("recording/todo_1.bin", b"\x80\x05\x95"),
        ("recording/todo_1.pt", b""),
    ],
)
def test_a_file_that_has_no_business_there_is_named(name, content):
    assert list(map(str, found_in({name: content}, ()))) == [f"{name} may not be in the kit"]
