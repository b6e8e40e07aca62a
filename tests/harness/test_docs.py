"""Each command of the pages is one that there is, and the board of the README is a real one.

A test's name says how its command is tried:
ran         it runs, in a copy of the repository
parsed      the command itself reads its words, and is stopped before it begins
helped      its help has each option; a sentence may leave words out
collected   pytest finds the tests that it would run
named       tox has the environment, whose command reads what it is given
linted      it is a step of tox -e lint
in CI       CI installs the same
"""

import argparse
import os
import re
import runpy
import shlex
import shutil
import signal
import subprocess
import sys
from configparser import RawConfigParser
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Any

import pytest
from manual import MANUAL, ROOT, mentioned, of_all, to_copy

from harness.judge.slips import slips

CI = (ROOT / ".ci/run").read_text(encoding="utf-8")
TOX = RawConfigParser()
TOX.read(ROOT / "tox.ini", encoding="utf-8")
RUN = ("python -m harness", "python -m harness --help", "python -m harness skeleton reference student")
SLIP = "keepdim_missing"  # of HeadVer2, on the board of the README
COPIED = ("harness", "spec", "reference", "student", "tests", "conftest.py", "pyproject.toml", "pytest.ini")


class Understood(BaseException):
    """A command has read its words."""


@dataclass(frozen=True)
class Place:
    """Where commands are tried. copy: of the repository."""

    copy: Path
    patch: Any
    screen: Any

    def start(self, words):
        """A module, in this process."""
        self.patch.setattr(sys, "argv", words)
        self.patch.delitem(sys.modules, f"{words[0]}.__main__", raising=False)  # of another test
        runpy.run_module(words[0], run_name="__main__")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def place(copy, tmp_path, monkeypatch, capsys):
    """A folder with submissions, in which commands read their words and do nothing. Signals stay as they were."""
    (tmp_path / "submissions").mkdir()
    (tmp_path / "submissions/mina.zip").touch()
    monkeypatch.chdir(tmp_path)
    read, handlers = (
        argparse.ArgumentParser.parse_args,
        {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)},
    )

    def stop(parser, *given, **named):
        found = read(parser, *given, **named)
        if parser.prog != "python -m harness":  # which hands the words on
            raise Understood
        return found

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", stop)
    yield Place(copy, monkeypatch, capsys)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def ended(command, folder, **environment):
    """A command of Python's, once it has ended."""
    return subprocess.run(
        [sys.executable, *shlex.split(command)[1:]],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def words_of(command):
    """The words after python -m, as a shell would give them; N stands for a number."""
    words = shlex.split(re.sub(r"\bN\b", "3", command))[2:]
    return [found for word in words for found in (sorted(glob(word)) if "*" in word else [word])]


def ran(command, place):
    done = ended(command, place.copy)
    assert done.returncode == 0, done.stderr


def parsed(command, place):
    with pytest.raises(Understood):
        place.start(words_of(command))


def helped(command, place):
    words = words_of(command)
    with pytest.raises(SystemExit) as left:
        place.start([*(word for word in words if not word.startswith("-")), "--help"])
    assert not left.value.code
    said = place.screen.readouterr().out
    assert [word for word in words if word.startswith("-") and not re.search(rf"{word}\b", said)] == []


def collected(command, place):
    done = ended(f"python -m {command} --collect-only -q -p no:cacheprovider", ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def named(command, place):
    if command.startswith("."):
        assert (ROOT / "tox.ini").read_text(encoding="utf-8").count(f"{{work_dir}}{{/}}{command.split('/')[1]}\n")
        return
    called, _, given = command.removeprefix("python -m tox").partition(" -- ")
    kind, name = re.fullmatch(r"(?: -([em]) (\w+))?", called).groups()
    if kind == "m":
        assert re.search(rf"^{name} =", TOX["tox"]["labels"], re.MULTILINE)
    if kind == "e":
        written = TOX[f"testenv:{name}"]["commands"].replace("{env_tmp_dir}{/}", "")
        assert not given or "{posargs" in written
        if given:
            parsed(re.sub(r"\{posargs.*\}", given, written), place)


def linted(command, place):
    steps = TOX["testenv:lint"]["commands"].strip().split("\n")
    assert any(step.startswith(command) for step in steps)


def in_ci(command, place):
    installer, _, packages = command.partition(" install ")
    installed = re.findall(rf"{re.escape(installer)} install (.+)$", CI, re.MULTILINE)
    assert set(packages.split()) <= set(" ".join(installed).split())


WAYS = {way.__name__.replace("_ci", " CI"): way for way in (ran, parsed, helped, collected, named, linted, in_ci)}
BEGINNINGS = {  # the first that fits
    ("python -m tox", ". .tox/"): "named",
    ("python -m pip install", "apt-get install"): "in CI",
    ("ruff", "mypy"): "linted",
    ("pytest",): "collected",
    ("python -m harness", "python -m spec."): "parsed",
}


def way_of(command, alone):
    """How a command is tried that stands alone, or within a sentence."""
    if command in RUN:
        return "ran"
    way = next((way for beginnings, way in BEGINNINGS.items() if command.startswith(beginnings)), "not tried")
    return "helped" if way == "parsed" and not alone else way


ALONE = of_all(to_copy)
WITHIN = [command for command in of_all(mentioned) if command not in ALONE]
EACH = [(command, way_of(command, True)) for command in ALONE] + [
    (command, way_of(command, False)) for command in WITHIN
]


@pytest.mark.parametrize(("command", "way"), [pytest.param(*each, id=f"{each[1]}: {each[0]}") for each in EACH])
def test_a_command_is_one_that_there_is(command, way, place):
    assert way in WAYS, "nothing tries it"
    WAYS[way](command, place)


def test_each_way_is_one_that_a_command_takes():
    assert {way for _, way in EACH} == WAYS.keys()
    assert re.findall(r"^(\w+(?: \w+)?)   ", __doc__, re.MULTILINE) == list(WAYS)


def test_the_readme_shows_the_board_of_this_mistake(copy):
    (slip,) = [
        each for each in slips(ROOT / "reference/slips") if (each.file, each.name, each.variant) == ("head_v2", SLIP, 1)
    ]
    text = (ROOT / "reference/head_v2.py").read_text(encoding="utf-8")
    for old, new in slip.edits:
        assert old in text
        text = text.replace(old, new)
    (copy / "student/head_v2.py").write_text(text, encoding="utf-8")
    command = "python -m pytest --todo 3 -p no:cacheprovider"
    screen = ended(command, copy, TOX_ENV_NAME="student", COLUMNS="80").stdout
    (shown,) = MANUAL["README.md"].of("text")
    assert below_the_table(shown) == below_the_table(screen)


def below_the_table(screen):
    """The rest of a board. Commands begin with tox, or where a shell has none, with python -m tox."""
    told = re.split(r"^TODO 3, ", screen, flags=re.MULTILINE)[1].partition("\n=====")[0]
    return [line.rstrip().replace("python -m tox", "tox") for line in told.rstrip().split("\n")]
