"""begin.py makes the environment, or says why it cannot, and what to type next."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from screen import ROOT

from harness.begin import command, environment
from harness.kit.contents import contents
from harness.language.speech import speak

PROJECT = """
[project]
requires-python = ">=3.11,<3.99"
dependencies = ["torch>=9"]

[dependency-groups]
student = []

[tool.uv]
index = [{{name = "pytorch-cpu", url = "{address}"}}]
"""
METADATA = "Metadata-Version: 2.1\nName: torch\nVersion: 9.0+cpu\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


@pytest.fixture
def pip(monkeypatch):
    """All that it is asked to install: it does nothing, and ends with the status that is appended."""
    asked, status = [], [0]
    monkeypatch.setattr(command, "cpu_build", lambda: "")
    monkeypatch.setattr(command, "install", lambda python, words: asked.append((python, words)) or status[-1])
    monkeypatch.setattr(command.environment, "python", lambda: "the environment's")
    yield asked, status
    speak("en")


def lacking(monkeypatch, **lacks):
    """This machine lacks some things."""
    for name, value in lacks.items():
        monkeypatch.setattr(f"harness.begin.machine.{name}", value)


def test_where_nothing_stands_in_the_way_it_says_how_to_see_the_board(pip, capsys):
    assert command.main(["--lang", "en"]) == 0
    ((python, words),) = pip[0]
    assert python == "the environment's"
    assert words[:2] == ["--constraint", "constraints.txt"] and "torch" in str(words)
    here = Path(".venv", "bin", "pytest")
    assert capsys.readouterr().out.endswith(f"\nAll is there. To see the board, type\n\n    {here}\n")


def test_on_colab_it_installs_into_the_python_that_is_there_whatever_versions_this_has(pip, capsys):
    assert command.main(["--here", "--lang", "en"]) == 0
    ((python, words),) = pip[0]
    assert python == sys.executable
    assert "--constraint" not in words
    assert capsys.readouterr().out.endswith("type\n\n    pytest\n")


def test_nothing_is_installed_where_something_stands_in_the_way(pip, capsys, monkeypatch):
    lacking(monkeypatch, find_spec=lambda name: None)
    assert command.main(["--lang", "en"]) == 1
    assert pip[0] == []
    assert capsys.readouterr().out.startswith("This Python cannot make an environment yet: `sudo apt install python3.")


def test_where_the_cpu_build_is_out_of_reach_gigabytes_are_announced(pip, capsys):
    command.main(["--lang", "en"])
    assert "PyPI's is taken, which is gigabytes.\n" in capsys.readouterr().out


def test_pips_own_failure_is_handed_on(pip, capsys):
    pip[1].append(2)
    assert command.main(["--lang", "en"]) == 2
    assert "pip could not install everything" in capsys.readouterr().out


def test_it_speaks_korean(pip, capsys):
    command.main(["--lang", "ko"])
    assert "점수판" in capsys.readouterr().out


def test_a_container_begins_so_too_and_its_editor_finds_the_environment(tmp_path):
    """In the kit as in the repository."""
    name = ".devcontainer/devcontainer.json"
    assert contents(ROOT, tmp_path)[name] == (ROOT / name).read_bytes()
    container = json.loads((ROOT / name).read_text(encoding="utf-8"))
    assert container["postCreateCommand"] == "python begin.py"
    assert [*container["customizations"]["vscode"]["settings"].values()] == [environment.command("python")]


@pytest.mark.whole
def test_all_of_it_happens_in_an_empty_folder(index, tmp_path):
    """The index has a torch of one line, and PyPI is out of reach. An environment without pip is replaced."""
    folder, address = index
    serve(folder / "torch")
    kit = tmp_path / "kit"
    shutil.copytree(ROOT / "harness", kit / "harness", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "begin.py", kit)
    (kit / "constraints.txt").write_text("torch==9.0\n", encoding="utf-8")
    (kit / "pyproject.toml").write_text(PROJECT.format(address=address), encoding="utf-8")
    (kit / ".venv").mkdir()
    (kit / ".venv" / "old").touch()
    nowhere = {"PIP_INDEX_URL": f"{address}/nowhere", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    for _ in ("at first", "again"):
        begun = [sys.executable, "begin.py", "--lang", "en"]
        done = subprocess.run(begun, cwd=kit, env={**os.environ, **nowhere}, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "already satisfied: torch" in done.stdout
    assert not (kit / ".venv" / "old").exists()
    said = subprocess.run([kit / ".venv/bin/python", "-c", "import torch"], capture_output=True, text=True)
    assert said.stdout == "nine\n"


def serve(folder):
    """A wheel, and a page that leads to it."""
    name, info = "torch-9.0+cpu-py3-none-any.whl", "torch-9.0+cpu.dist-info"
    files = {"torch.py": 'print("nine")\n', f"{info}/METADATA": METADATA, f"{info}/WHEEL": WHEEL, f"{info}/RECORD": ""}
    with ZipFile(folder / name, "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    (folder / "index.html").write_text(f'<a href="{name.replace("+", "%2B")}">{name}</a>', encoding="utf-8")
