"""All that is said: in records, in docstrings, in code and in the templates of pages."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2.ext import babel_extract

from harness.course import course
from harness.language.speech import LOCALE
from harness.language.template import places_of
from harness.translate.code import sentences
from harness.translate.docstrings import of_the_skeleton
from harness.translate.message import Message, distinct
from harness.translate.records import catalog_of, of_the_course, of_the_engine, place_of
from harness.where import ROOT

ENGINE = ROOT / "harness"
SILENT = (  # below language, or for machines too
    "case.py",
    "compare/",
    "course.py",
    "grading/policy.py",
    "grading/reports/words.py",
    "limits/",
    "load/",
    "run/",
    "where.py",
)
OF_ENGINEERS = (
    "figures/__main__.py",
    "figures/handout/",
    "experiments/proof.py",
    "train/play.py",
)  # of a course


def messages() -> tuple[Message, ...]:
    """Each once, in the order of the files."""
    of_code = (*_course_code(), *_engine_code(), *_templates())
    return distinct([*of_the_course(), *of_the_skeleton(), *of_the_engine(), *of_code])


def _engine_code() -> Iterator[Message]:
    for path in sorted(ENGINE.rglob("*.py")):
        place = path.relative_to(ENGINE)
        silent = place.as_posix().startswith(SILENT)
        yield from sentences(path, ENGINE / LOCALE / place.parts[0].removesuffix(".py"), place_of(path), silent)


def _templates() -> Iterator[Message]:
    """Those of pages: what their templates give to say."""
    for path in sorted(ENGINE.rglob("*.html.jinja")):
        file = ENGINE / LOCALE / path.relative_to(ENGINE).parts[0]
        with path.open("rb") as page:
            for _, _, said, _ in babel_extract(page, ["say"], [], {}):
                text = said[0] if isinstance(said, tuple) else said
                if text:
                    yield Message(file, text, place_of(path), named=bool(places_of(text)))


def _course_code() -> Iterator[Message]:
    home = course().home
    for path in sorted(home.rglob("*.py")):
        place = path.relative_to(home).as_posix()
        if not place.startswith(OF_ENGINEERS):
            yield from sentences(path, catalog_of(None), place_of(path), silent=True)
    for todo in course().todos:
        path = course().root / "tests" / f"test_{todo.number}.py"
        yield from sentences(path, catalog_of(todo), place_of(path), silent=True)
