"""Nothing rests on the encoding of the system, such as cp949 on a Korean Windows: what is read, written or printed."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from screen import ROOT, states

PLAIN = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
TEXT = {"read_text": 0, "write_text": 1}  # the place of the encoding among the arguments


@pytest.fixture(scope="module", params=["ascii", "euc_kr"])
def system(request, tmp_path_factory):
    """The environment of a system with that encoding, and a folder with a Korean name in it."""
    folder = tmp_path_factory.mktemp("system")
    if request.param == "ascii":
        return PLAIN, os.fsencode(folder) + "/풀이".encode()
    made = folder / "ko_KR.euckr"
    if subprocess.run(["localedef", "-f", "EUC-KR", "-i", "ko_KR", made], capture_output=True, check=False).returncode:
        pytest.skip("needs the locale ko_KR: apt-get install locales")
    return {"LC_ALL": "ko_KR.euckr", "LOCPATH": folder}, os.fsencode(folder) + b"/" + "풀이".encode("euc_kr")


def spoken(system, *command):
    """The exit status of a command and its screen, in that encoding."""
    environment = {**os.environ, "PYTHONIOENCODING": "", **system[0]}  # tox sets it
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=environment, capture_output=True, timeout=300)
    return done.returncode, (done.stdout + done.stderr).decode("euc_kr", errors="replace")


def test_the_board_a_hint_and_figures_are_there_and_what_was_done_is_remembered(system, answers, tmp_path):
    _, folder = system
    os.mkdir(folder)
    for file, text in {**answers.sources, "도움": "# 도움말"}.items():
        encoded = os.fsencode(file) if file.isascii() else "도움".encode("euc_kr")
        Path(os.fsdecode(folder + b"/" + encoded + b".py")).write_text(text, encoding="utf-8")
    options = ("--next", "--hint", "-o", f"cache_dir={tmp_path / 'cache'}", b"--impl=" + folder, "tests/test_3.py")
    for more in (f"--figures={tmp_path / 'figures'}", "-q"):
        status, screen = spoken(system, "pytest", *options, more)
        assert status == 0, screen
        assert states(screen)[3] == "done"
        assert "encodings.svg: drawn" in screen or more == "-q"
    assert "passed" not in screen


def test_byte_pairs_and_the_help_of_training_are_printed(system):
    status, screen = spoken(system, "spec.bpe")
    assert status == 0, screen
    assert "symbols became" in screen
    assert spoken(system, "spec.train", "--help")[0] == 0


def unencoded(path):
    """The lines that read or write text in the encoding of the system."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TEXT:
            named = any(keyword.arg in ("encoding", None) for keyword in node.keywords)
            if not named and len(node.args) <= TEXT[node.func.attr]:
                yield f"{path.relative_to(ROOT)}:{node.lineno}"


def test_every_file_of_text_is_read_and_written_in_an_encoding_that_is_named():
    """Ruff's PLW1514 sees only paths of a known type."""
    files = [path for path in ROOT.glob("[a-z]*/**/*.py") if path.relative_to(ROOT).parts[0] not in ("build", "dist")]
    assert files
    assert [line for path in files for line in unencoded(path)] == []
