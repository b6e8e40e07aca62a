"""Each command and each snippet of the handout runs, and what a question tells to read is printed by its command."""

import contextlib
import importlib
import io
import os
import re
import shlex
import subprocess
import sys
from functools import cache
from types import ModuleType
from unittest.mock import patch

import pytest
from faults import assert_faultless
from pages import CLAIMS, LANGUAGES, PAGES, ROOT, WEEKS, page

from harness.__main__ import COMMANDS as HARNESS
from harness.language.speech import ENGLISH, speaking

BEGINS = "python3 begin.py"  # tests/harness/begin/ tries it
IN_README = re.findall(r"^\| `(.+?)` \|", (ROOT / "handout/README.md").read_text(encoding="utf-8"), re.MULTILINE)
WRITTEN = [*IN_README, *(command for page in PAGES.values() for command in page.commands)]
COMMANDS = {command: command for command in WRITTEN if command != BEGINS}
HANGUL = re.compile("[가-힣]")
OF_STUDENTS = [command.name for command in HARNESS if command.reader == "students"]


@cache
def printed_by(module, *arguments, language=ENGLISH):
    """What a command of the course prints, in a language."""
    main = importlib.import_module(f"{module}.__main__").main
    with (
        patch.dict(os.environ, COLUMNS="200", LANGUAGE=language),
        speaking(language),
        contextlib.redirect_stdout(io.StringIO()) as out,
        contextlib.suppress(SystemExit),
    ):
        main(list(arguments))
    return out.getvalue()


def selected(command):
    """The claims that a command of pytest runs; those of all TODOs where it names none."""
    words = shlex.split(command)
    files = {word.removeprefix("tests/") for word in words if word.startswith("tests/")}
    wanted = words[words.index("-k") + 1] if "-k" in words else ""
    return [name for name, file in CLAIMS.items() if wanted in name and (not files or file in files)]


def test_each_command_has_options_that_exist_and_something_to_run(pytestconfig):
    def faults_of(command):
        options = re.findall(r" (--\w[\w-]*|-\w)", command)
        if command.startswith("pytest"):
            if not selected(command):
                yield "it selects no claim"
            unknown = object()
            yield from (
                f"pytest has no {option}" for option in options if pytestconfig.getoption(option, unknown) is unknown
            )
        elif command.startswith("python -m harness "):
            if command.split()[3] not in OF_STUDENTS:
                yield "it is no command of the students"
        elif command.startswith("python -m spec."):
            offered = printed_by(shlex.split(command)[2], "--help")
            yield from (f"there is no {option}" for option in options[1:] if option not in offered)
        else:
            yield "it is neither pytest nor a command of the engine or the course"

    assert_faultless(COMMANDS, faults_of)


@contextlib.contextmanager
def imported_as_student():
    """The answers, in the place of a student's files."""
    package = ModuleType("student")
    package.__path__ = [str(ROOT / "reference")]
    sys.modules["student"] = package
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.split(".")[0] == "student"]:
            del sys.modules[name]


def faults_of_snippets(page):
    for snippet in page.of("python"):
        with imported_as_student(), contextlib.redirect_stdout(io.StringIO()) as out:
            exec(snippet, {})
        if not out.getvalue():
            yield f"it prints nothing:\n{snippet}"


def test_snippets_run_and_print():
    assert_faultless(PAGES, faults_of_snippets)


def asked():
    """What a question quotes, and the commands to find it in: its own, or those of the question before."""
    for language in LANGUAGES:
        for week in WEEKS:
            commands = []
            for number, text in page(language, week).questions().items():
                commands = re.findall(r"```sh\n(.+)\n```", text) + (commands if "```sh" not in text else [])
                prose = " ".join(re.sub(r"```.*?```", "", text, flags=re.DOTALL).split())
                quotes = [quote.removesuffix(" ...") for quote in re.findall(r'"([^"]+)"', prose)]
                if quotes:
                    yield f"{language}, question {number}", (quotes, commands)


def language_of(quotes):
    """The one that is quoted: an experiment prints English in each."""
    return "ko" if any(map(HANGUL.search, quotes)) else ENGLISH


@cache
def shown_in(language):
    """What each claim that a question names prints, of the answers, by the claim's name."""
    quoted = (commands for quotes, commands in dict(asked()).values() if language_of(quotes) == language)
    commands = {command for those in quoted for command in those}
    named = sorted(command.split(" -k ")[1] for command in commands if " -k " in command)
    options = [
        "-s",
        "-vv",
        "-p",
        "no:cacheprovider",
        "--impl=reference",
        f"--lang={language}",
        "-k",
        " or ".join(named),
    ]
    done = subprocess.run([sys.executable, "-m", "pytest", *options], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    parts = re.split(r"^tests/test_\d+\.py::(\w+)", done.stdout, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.whole
@pytest.mark.parametrize("language", [ENGLISH, "ko"])
def test_what_a_question_tells_to_read_is_printed(language):
    def faults_of(question):
        quotes, commands = question
        shown = ""
        for command in commands:
            if command.startswith("pytest"):
                shown += "".join(shown_in(language)[name] for name in selected(command))
            else:
                shown += printed_by(*shlex.split(command)[2:], language=language)
        words = " ".join(shown.split())
        yield from (f"{commands} don't print {quote!r}" for quote in quotes if quote not in words)

    assert_faultless({name: found for name, found in asked() if language_of(found[0]) == language}, faults_of)


def test_a_claim_says_its_sentence_and_shows_something_once():
    shown = shown_in(ENGLISH)["test_block_ver_4_output_is_always_the_same_in_eval_mode"]
    assert "\nIn eval mode, all calls on the same input give the same output" in shown
    assert shown.count("call 3 in eval mode") == 1
