"""The pages of the handout, as their parts."""

import re
from pathlib import Path

from harness.check.page import Page
from spec.ladder import LADDER

ROOT = Path(__file__).parents[2]
LANGUAGES, WEEKS = ("en", "ko"), sorted({todo.week for todo in LADDER})
CLAIMS = {  # by the name; in which file of tests/
    name: path.name
    for path in ROOT.glob("tests/test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def page_at(path: Path) -> Page:
    return Page(path.resolve())


def page(language: str, week: int) -> Page:
    return page_at(ROOT / "handout" / language / f"week-{week}.md")


def key(language: str) -> Page:
    return page_at(ROOT / "reference" / "answers" / f"{language}.md")


def anchor(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


PAGES = {str(path.relative_to(ROOT)): page_at(path) for path in sorted((ROOT / "handout").glob("*/*.md"))}
NAMES = sorted({path.name for path in (ROOT / "handout").glob("*/*.md")})
