"""python -m harness: each command is found by its reader, and none is loaded before it is called."""

import os
import re
import shutil
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest
from screen import ROOT, TOY

from harness import __main__
from harness.__main__ import COMMANDS, Command, main
from harness.kit.contents import FOR_MAINTAINERS

READERS = {
    "students": ["watch"],
    "graders": ["grade", "shard", "doctor", "cohort"],
    "maintainers": [
        *("new", "check", "translate"),
        *(
            "prove slips",
            "prove mutants",
            "prove pairs",
            "prove languages",
            "prove flaky",
            "prove gradings",
            "prove cohort",
            "prove redteam",
            "prove kit",
        ),
        *("kit", "skeleton", "harvest"),
    ],
}
NO_TORCH = """
import sys
from harness.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code
assert "torch" not in sys.modules, "torch takes seconds"
"""


def said(*words, start=("-m", "harness"), root=ROOT):
    """The exit status of a command, what it printed and what it complained about."""
    command = [sys.executable, *start, *words]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"COLUMNS": "120"}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def listed(page):
    """The names of the commands on a page of help, by reader."""
    readers = re.split(r"^for (\w+):\n", page, flags=re.MULTILINE)[1:]
    names = [re.findall(r"^  (\w+(?: \w+)?) {2,}\w.*\.$", lines, re.MULTILINE) for lines in readers[1::2]]
    return dict(zip(readers[::2], names, strict=True))


@pytest.mark.parametrize("words", [(), ("--help",)])
def test_each_command_is_listed_for_its_reader(words):
    status, page, _ = said(*words)
    assert (status, listed(page)) == (0, READERS)


def test_the_first_word_of_several_commands_lists_these():
    status, page, _ = said("prove", "--help")
    proofs = [name for name in READERS["maintainers"] if name.startswith("prove ")]
    assert (status, listed(page)) == (0, {"maintainers": proofs})


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["gradee", "--help"], "there is no command gradee: choose from watch, grade, shard, doctor, cohort, new, "),
        (["prove", "slipz"], "there is no command prove slipz: choose from prove slips, prove mutants, "),
        (["prove"], "there is no command prove: choose from prove slips, prove mutants, "),
    ],
)
def test_an_unknown_command_is_a_clear_error(words, complaint):
    status, page, complaints = said(*words)
    assert (status, page) == (2, "")
    assert complaint in complaints


@pytest.mark.parametrize("words", [("--help",), ("watch", "--help"), ("watch", "--impl=student", "--help")])
def test_the_list_and_the_watch_import_no_torch(words):
    status, _, complaints = said(*words, start=("-c", NO_TORCH))
    assert status == 0, complaints


def test_a_kit_lists_only_commands_that_are_in_it(tmp_path):
    rooms = shutil.ignore_patterns("__pycache__", *FOR_MAINTAINERS)
    shutil.copytree(ROOT / "harness", tmp_path / "harness", ignore=rooms)
    assert listed(said(root=tmp_path)[1]) == {"students": READERS["students"]}
    assert "there is no command grade: choose from watch" in said("grade", root=tmp_path)[2]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_commands_own_page_has_its_name_and_the_line_that_lists_it(command, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    with pytest.raises(SystemExit) as end:
        main([*command.words, "--help"])
    page = capsys.readouterr().out
    assert end.value.code == 0
    assert page.startswith(f"usage: python -m harness {command.name} ")
    assert command.about in " ".join(page.split())


def test_the_watch_says_to_go_to_the_folder_of_another_course(monkeypatch, capsys):
    with pytest.raises(SystemExit, match=f"runs in the folder of its course: cd {TOY}, and leave out --course"):
        main(["--course", str(TOY), "watch", "--impl=nowhere"])
    monkeypatch.chdir(TOY)
    with pytest.raises(SystemExit) as end:
        main(["--course", ".", "watch", "--impl=nowhere"])
    assert end.value.code == 2
    assert f"there is no folder {TOY / 'nowhere'}" in capsys.readouterr().err


def test_ctrl_c_ends_an_import_at_once_and_is_the_commands_own_from_then_on(monkeypatch):
    seen = []

    def handled(status):
        seen.append(signal.getsignal(signal.SIGINT))
        return status

    def importing(name):
        return handled(SimpleNamespace(main=lambda parser, words: handled(3)))

    monkeypatch.setattr(__main__.importlib, "import_module", importing)
    mine = signal.default_int_handler  # a shell's background job ignores Ctrl-C
    before = signal.signal(signal.SIGINT, mine)
    try:
        assert Command("watch", "students", "watch.command").run([]) == 3
    finally:
        signal.signal(signal.SIGINT, before)
    assert seen == [signal.SIG_DFL, mine]
