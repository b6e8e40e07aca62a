"""The boards that the texts show are real ones."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from harness.kit.contents import contents
from spec.ladder import LADDER

ROOT = Path(__file__).parents[3]
ROW = re.compile(r"^ +(\d+) \| (.+?) +\| .+? \| +\d+/(\d+) \|", re.MULTILINE)  # number, title, claims


@pytest.fixture(scope="module")
def screen():
    """What a student sees who has not begun."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def test_the_kits_readme_shows_the_board_that_a_student_sees_first(screen, tmp_path):
    readme = contents(ROOT, tmp_path)["README.md"].decode()
    (shown,) = re.findall(r"^TODO \| .+?(?=\n```)", readme, re.MULTILINE | re.DOTALL)
    assert shown in screen
    assert len(ROW.findall(shown)) == len(LADDER)


def test_the_readmes_board_has_the_titles_and_the_numbers_of_claims(screen):
    shown = ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(shown) > 1
    assert set(shown) <= set(ROW.findall(screen))
