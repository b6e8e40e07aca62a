"""The boards that the texts show are real ones."""

import re

import pytest
from screen import ROOT, assert_readable, run, states

from harness.kit.contents import contents
from spec.ladder import LADDER

ROW = re.compile(r"^ +(\d+) \| (.+?) +\| .+? \| +\d+/(\d+) \|", re.MULTILINE)  # number, title, claims


@pytest.fixture(scope="module")
def screen():
    """What a student sees who has not begun."""
    code, screen = run()
    assert code == 1
    return screen


def test_all_todos_of_the_real_courses_skeleton_are_open(screen):
    assert states(screen) == dict.fromkeys((todo.number for todo in LADDER), "not started")
    assert f"Next: TODO 1, {LADDER[0].title}." in screen
    assert "student/gpt_v1.py" in screen
    assert_readable(screen)


def test_the_kits_readme_shows_the_board_that_a_student_sees_first(screen, tmp_path):
    readme = contents(ROOT, tmp_path)["README.md"].decode()
    (shown,) = re.findall(r"^TODO \| .+?(?=\n```)", readme, re.MULTILINE | re.DOTALL)
    assert shown in screen
    assert len(ROW.findall(shown)) == len(LADDER)


def test_the_readmes_board_has_the_titles_and_the_numbers_of_claims(screen):
    shown = ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(shown) > 1
    assert set(shown) <= set(ROW.findall(screen))
