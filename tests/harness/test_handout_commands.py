"""The handout's commands and snippets run, and what a question tells to read is printed by its command."""

import os
import re
import shlex
import subprocess
import sys
from configparser import ConfigParser
from functools import cache
from types import ModuleType

import pytest
from pages import CLAIMS, LANGUAGES, ROOT, WEEKS, each_page, page

COMMANDS = sorted({command for language in LANGUAGES for week in WEEKS for command in page(language, week).commands})
INSTALLS = "python -m pip install tox"


@cache
def python(*arguments):
    """What a command prints, in a process of its own."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, "COLUMNS": "200"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def selected(command):
    """The claims that a command of pytest runs; those of all TODOs where it names none."""
    words = shlex.split(command)
    files = {word.removeprefix("tests/") for word in words if word.startswith("tests/")}
    wanted = words[words.index("-k") + 1] if "-k" in words else ""
    return [name for name, file in CLAIMS.items() if wanted in name and (not files or file in files)]


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("pytest")])
def test_a_command_of_pytest_selects_claims_by_options_that_exist(command):
    assert selected(command)
    for option in re.findall(r" (--\w+|-\w)", command):
        assert re.search(rf"(?<![\w-]){option}\b", python("-m", "pytest", "--help")), option


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("python -m tox")])
def test_a_command_of_tox_names_an_environment(command):
    for file in (ROOT / "tox.ini", *ROOT.glob("kit/given/tox.ini")):
        configuration = ConfigParser()
        configuration.read(file)
        assert f"testenv:{command.removeprefix('python -m tox -e ')}" in configuration, file


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("python -m spec.")])
def test_a_command_of_the_course_has_the_options_that_it_is_given(command):
    _, _, module, *rest = shlex.split(command)
    offered = python("-m", module, "--help")
    assert [word for word in rest if word.startswith("--") and word not in offered] == []


def test_there_are_no_other_commands():
    known = ("pytest", "python -m tox -e ", "python -m spec.")
    assert [command for command in COMMANDS if not command.startswith(known)] == [INSTALLS]


@each_page
def test_snippets_run_and_print(page, monkeypatch, capsys):
    answers = ModuleType("student")
    answers.__path__ = [str(ROOT / "reference")]
    for snippet in page.of("python"):
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, "student", answers)
            exec(snippet, {})
            for name in [name for name in sys.modules if name.startswith("student.")]:
                patch.delitem(sys.modules, name)
        assert capsys.readouterr().out


def asked():
    """Each question, what it quotes and the commands to find it in: its own, or those of the question before."""
    for language in LANGUAGES:
        for week in WEEKS:
            commands = []
            for number, text in page(language, week).questions().items():
                commands = re.findall(r"```sh\n(.+)\n```", text) + (commands if "```sh" not in text else [])
                prose = " ".join(re.sub(r"```.*?```", "", text, flags=re.DOTALL).split())
                quotes = [quote.removesuffix(" ...") for quote in re.findall(r'"([ -~]+?)"', prose)]
                yield pytest.param(quotes, commands, id=f"{language}-{number}")


@pytest.fixture(scope="module")
def printed():
    """What each claim that a question names prints, of the answers, by its name."""
    named = sorted({command.split(" -k ")[1] for command in COMMANDS if " -k " in command})
    out = python("-m", "pytest", "-s", "-vv", "-p", "no:cacheprovider", "--impl=reference", "-k", " or ".join(named))
    parts = re.split(r"^tests/test_\d+\.py::(\w+)", out, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("quotes, commands", list(asked()))
def test_what_a_question_tells_to_read_is_printed(quotes, commands, printed):
    shown = ""
    for command in commands:
        if command.startswith("pytest"):
            shown += "".join(printed[name] for name in selected(command))
        else:
            shown += python(*shlex.split(command)[1:])
    for quote in quotes:
        assert quote in " ".join(shown.split()), f"{commands} don't print {quote!r}"
