"""The pages that are read in the repository, and the commands in them."""

import re
from collections.abc import Callable
from pathlib import Path

from pages import page_at

from harness.check.page import Page, spans

ROOT = Path(__file__).parents[2]
PATHS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
MANUAL = {path.relative_to(ROOT).as_posix(): page_at(path) for path in PATHS}
COMMAND = re.compile(r"(python|pytest|tox|ruff|mypy|apt-get|\.)( |$)")


def to_copy(page: Page) -> list[str]:
    """Commands that stand alone."""
    return page.commands


def mentioned(page: Page) -> list[str]:
    """Commands within a sentence, which may leave words out."""
    return [span for span in spans(page.text) if COMMAND.match(span)]


def of_all(found: Callable[[Page], list[str]]) -> list[str]:
    """What is found in the pages, each once."""
    return list(dict.fromkeys(each for page in MANUAL.values() for each in found(page)))
