"""`new` writes every file of a TODO and names what is left to write; two rows are all that a maintainer edits."""

import ast
import importlib
import re
import shutil
import subprocess
import sys

import pytest
from screen import ROOT, TOY

from harness.course import course
from harness.new.rung import Rung

WRITTEN = (
    *("reference/gauss.py", "reference/slips/gauss.toml", "reference/alternates/gauss.toml"),
    *("toy/hints/gauss.toml", "student/gauss.py", "tests/test_3.py"),
)
ADDED = (
    *("handout/en/week-1.md", "handout/ko/week-1.md", "docs/contract.md"),
    *("reference/answers/en.md", "reference/answers/ko.md"),
)
INTERFACE = '    "Gauss": Contract("gauss", (), _nothing, _SOFTMAX),\n    "Regression": Contract('
LADDER = '    Todo(3, 1, "Gauss\'s curve", ("Gauss",)),\n)\n'


def said(copy, *words):
    """The exit status of a command on a copy of the toy, and what it prints."""
    command = [sys.executable, "-m", "harness", "--course", str(copy), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A copy of the toy in which a TODO was begun, what was there before, and what was printed."""
    copy = tmp_path_factory.mktemp("begun") / "toy"
    shutil.copytree(TOY, copy, ignore=shutil.ignore_patterns("__pycache__"))
    before = files(copy)
    status, told = said(copy, "new", "3", "gauss", "Gauss", "--title", "Gauss's curve")
    assert status == 0, told
    return copy, before, told


def test_every_file_is_written_and_the_rows_are_printed(begun):
    copy, before, told = begun
    assert {name for name in files(copy) - before if (copy / name).is_file()} == {*WRITTEN, *ADDED[3:]}
    for name in WRITTEN:
        assert f"wrote {copy / name}" in told
    for name in ADDED:
        assert f"added a section to {copy / name}" in told
        assert (copy / name).read_text(encoding="utf-8").count("\n## TODO 3") == 1
    assert 'Todo(3, 1, "Gauss\'s curve", ("Gauss",), built="..."' in told
    assert '"Gauss": Contract("gauss"' in told


def test_the_files_are_python_and_no_answer_is_in_the_skeleton(begun):
    copy, _, _ = begun
    for name in ("reference/gauss.py", "student/gauss.py", "tests/test_3.py"):
        ast.parse((copy / name).read_text(encoding="utf-8"))
    assert 'raise NotImplementedError("TODO 3: Gauss.forward")' in (copy / "student/gauss.py").read_text("utf-8")


def test_nothing_is_overwritten(begun):
    copy, _, _ = begun
    before = {name: (copy / name).read_bytes() for name in (*WRITTEN, *ADDED)}
    for words in (("3", "gauss", "Gauss"), ("3", "bell", "Bell")):  # the files, or the sections, are there
        status, told = said(copy, "new", *words)
        assert (status, told.splitlines()[0][:19]) == (1, "Nothing was written")
    assert {name: (copy / name).read_bytes() for name in before} == before
    assert not (copy / "reference/bell.py").exists()


def test_check_lists_each_open_place_once_the_two_rows_are_there(begun):
    copy, _, _ = begun
    for name, old, new in (
        ("toy/interface.py", '    "Regression": Contract(', INTERFACE),
        ("toy/ladder.py", ")\n", LADDER),
    ):
        head, _, tail = (copy / name).read_text(encoding="utf-8").rpartition(old)
        (copy / name).write_text(head + new + tail, encoding="utf-8")
    status, told = said(copy, "check", "3", "--jobs", "2")
    assert status == 1
    assert "Traceback" not in told
    listed = set(re.findall(r"^(\S+):\d+: it is still open", told, re.MULTILINE))
    assert listed == {*WRITTEN, *ADDED} - {"student/gauss.py"}, told


def test_the_claims_of_this_course_import_what_there_is():
    """Its own template names modules and functions, which may move."""
    source = Rung(99, "gauss", "Gauss", "Gauss", 2).filled("test.py")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            module = importlib.import_module(node.module)
            assert [one.name for one in node.names if not hasattr(module, one.name)] == []
    assert course().package in source
