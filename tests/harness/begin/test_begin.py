"""begin.py is read by each Python, and the wrong one says what to do."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from screen import ROOT

BEGIN = (ROOT / "begin.py").read_text(encoding="utf-8")
OLD = [
    path
    for path in sorted(Path.home().glob(".pyenv/versions/*/bin/python"))
    if path.parts[-3].startswith(("2.7", "3.6", "3.8", "3.10"))
]


@pytest.fixture
def kit(tmp_path):
    """A folder whose begin.py needs a Python that nobody has."""
    (tmp_path / "begin.py").write_text(BEGIN, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('requires-python = ">=3.98,<3.100"\n', encoding="utf-8")
    (tmp_path / "bin").mkdir()
    return tmp_path


def program(kit, name, does="exit 0"):
    """One that the shell finds."""
    path = kit / "bin" / name
    path.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    path.chmod(0o755)


def said(kit, *words, python=sys.executable, **environment):
    """The exit status, and all that is on the screen."""
    given = {"PATH": str(kit / "bin"), "PYTHONIOENCODING": "utf-8", **environment}
    begun = [str(python), str(kit / "begin.py"), *words]
    done = subprocess.run(begun, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode("utf-8")


@pytest.mark.parametrize("python", [sys.executable, *OLD], ids=lambda path: Path(path).parts[-3])
def test_a_python_that_is_not_the_right_one_says_which_is(kit, python):
    status, screen = said(kit, python=python)
    assert status == 1
    assert "and the course needs Python 3.98 to 3.99.\nNo such Python is on this machine. Install uv" in screen
    assert screen.endswith("\n    uv run pytest\n")


def test_its_syntax_is_an_old_one():
    ast.parse(BEGIN, feature_version=(3, 6))


def test_uv_is_enough_where_it_is_there(kit):
    program(kit, "uv")
    assert "but uv brings one. Type\n\n    uv run pytest" in said(kit)[1]


def test_the_right_python_goes_on_where_it_is_there(kit):
    """A name behind which nothing runs is passed over."""
    program(kit, "python3.98", "exit 127")
    program(kit, "python3.99", 'test "$1" = --version || { echo "$@"; exit 7; }')
    status, screen = said(kit, "--lang", "ko")
    assert status == 7
    assert screen.endswith(f"python3.99 is on this machine too, and goes on.\n{kit / 'begin.py'} --lang ko\n")


@pytest.mark.parametrize(("encoding", "shown"), [("utf-8", "필요해요"), ("cp1252", "the course needs")])
def test_it_speaks_korean_where_the_console_can_show_it(kit, encoding, shown):
    assert shown in said(kit, LANG="ko_KR.UTF-8", PYTHONIOENCODING=encoding)[1]


def test_the_versions_are_those_of_the_project():
    """This Python is one of them, as the project can be installed here."""
    status, screen = said(ROOT, "--help", PATH=os.environ["PATH"])
    assert status == 0
    assert screen.startswith("usage: python begin.py")
