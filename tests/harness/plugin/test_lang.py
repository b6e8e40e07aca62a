"""pytest --lang: the board in the reader's language, in the columns that there are."""

import re
from types import SimpleNamespace

import pytest
from rich.cells import cell_len
from screen import TOY, run

from harness.language.speech import language, speaking
from harness.plugin.lang import pytest_configure, pytest_configure_node

HANGUL = re.compile("[가-힣]")


def cells_of(screen):
    """The widths of the board's lines, but for commands and code to copy."""
    board = screen[screen.index("TODO |") : screen.index("\nimport torch")] if "\nimport torch" in screen else screen
    prose = [line for line in board.splitlines() if not re.search(r"    (pytest|python) | in \d+\.\d+s", line)]
    return [cell_len(line.rstrip()) for line in prose]


@pytest.fixture(scope="module")
def wide():
    """The board of the skeleton, in Korean."""
    return run("--lang", "ko", cwd=TOY, COLUMNS="80")


def test_the_board_is_in_korean(wide):
    """States, headings and what to do next are; names of files and commands are as they were."""
    code, screen = wide
    assert code == 1
    assert "시작하지 않음" in screen and "요구 조건" in screen
    assert "student/softmax.py" in screen and "pytest tests/test_1.py" in screen


def test_it_keeps_its_columns(wide):
    """A Hangul syllable takes two cells: the columns stand under each other, and nothing is wider than the screen."""
    table = [line for line in wide[1].splitlines() if re.match(r" *(TODO|\d+) \|", line)]
    bars = {tuple(cell_len(line[: found.start()]) for found in re.finditer(r"\|", line)) for line in table}
    assert len(table) == 3 and len(bars) == 1
    assert max(cells_of(wide[1][wide[1].index("TODO |") :])) <= 80


def test_the_help_on_options_is_in_korean():
    """That of ours: pytest's own stays as it is."""
    _, screen = run("--lang", "ko", "--help", cwd=TOY)
    assert re.search(r"^사다리:\n +--lang=ko\|en +점수판의 언어", screen, re.MULTILINE)


def test_it_is_readable_in_forty_columns():
    """Then there is no column for claims and points."""
    _, screen = run("--lang", "ko", cwd=TOY, COLUMNS="40")
    board = screen[screen.index("TODO |") :]
    assert "시작하지 않음" in board and "요구 조건" not in board.splitlines()[0]
    assert max(cells_of(board)) <= 40


def test_a_console_without_hangul_gets_english_and_says_why():
    """The last line of the board names the encoding."""
    _, screen = run("--lang", "ko", cwd=TOY, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert not HANGUL.search(screen)
    assert "This is in English: the console, which speaks cp1252, cannot show the language ko." in screen


def test_workers_speak_as_the_process_with_the_console():
    """Each is told the language before it begins, and asks no console of its own."""
    node = SimpleNamespace(workerinput={})
    with speaking("ko"):
        pytest_configure_node(node)
    config = SimpleNamespace(workerinput=node.workerinput, stash={})
    with speaking("en"):
        pytest_configure(config)
        assert language() == "ko"
