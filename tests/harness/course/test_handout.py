"""The handout: both languages have the same parts in the same order, all that they link to is there, and each question
has an answer in both keys."""

import re
from urllib.parse import unquote

from faults import assert_faultless
from pages import LANGUAGES, NAMES, PAGES, ROOT, WEEKS, anchor, page, page_at

from spec.ladder import LADDER

SECTIONS = ["What it asks", "Why it matters", "Shapes", "The formula", "Run it", "Questions"]
README = page_at(ROOT / "handout/README.md")
TODOS = {f"handout/en/week-{todo.week}.md, TODO {todo.number}": todo for todo in LADDER}


TRANSLATED = re.compile("주장|의 것(?![가-힣]{2})|무게|(?<![가-힣])예(?![를상측약])")  # claim, that of, weight, example


def test_no_word_of_the_korean_pages_is_translated_literally():
    korean = {path: page for path, page in PAGES.items() if "/ko/" in path}
    assert_faultless(korean, lambda page: TRANSLATED.findall(page.text))


TWICE = re.compile(r"(?:^|[.?:] )(?:(?:Who|Whoever|Whose|Those)\b|What\b[^.?]*\.)[^.]*")  # read twice
ENGLISH = {path: page for path, page in PAGES.items() if "/en/" in path} | {"handout/README.md": README}


def test_no_sentence_of_the_english_pages_begins_with_who_or_those():
    assert_faultless(ENGLISH, lambda page: TWICE.findall(" ".join(page.text.split())))


def faults_of_name(name):
    english, *others = (PAGES[f"handout/{language}/{name}"].outline for language in LANGUAGES)
    for language, other in zip(LANGUAGES[1:], others):
        for here, there in zip(english, other):
            if here != there:
                yield f"{LANGUAGES[0]} has {here}, where {language} has {there}"
                break
        if len(english) != len(other):
            yield f"{LANGUAGES[0]} has {len(english)} parts, {language} has {len(other)}"


def test_both_languages_have_the_same_headings_questions_claims_figures_and_commands():
    assert_faultless({name: name for name in NAMES}, faults_of_name)


def faults_of_todo(todo):
    english = page("en", todo.week)
    section = english.sections(2)[f"TODO {todo.number}: {todo.title}"]
    if (found := re.findall(r"^### (.+)", section, re.MULTILINE)) != SECTIONS:
        yield f"its sections are {found}, expected {SECTIONS}"
    if f"pytest tests/test_{todo.number}.py -s -vv\n" not in section:
        yield "it does not say how to run its claims"


def test_each_todo_has_its_title_its_sections_and_its_command():
    assert_faultless(TODOS, faults_of_todo)


def faults_of_page(page):
    for link in (link for link in page.links if "://" not in link):
        file, _, fragment = unquote(link).partition("#")
        target = page_at(page.path.parent / file) if file else page
        if not target.path.exists():
            yield f"{link} is missing"
        elif fragment and fragment not in map(anchor, target.headings):
            yield f"{file} has no heading #{fragment}"
    described = len(re.findall(r"!\[[^\]]{10,}\]\(", page.text))
    if described != len(page.of("figure")):
        yield f"{described} of {len(page.of('figure'))} figures are described"


def test_every_link_leads_somewhere_and_every_figure_has_a_description():
    assert_faultless(PAGES, faults_of_page)


def test_every_figure_of_the_handout_is_shown():
    shown = {name for page in PAGES.values() for link in page.of("figure") for name in re.findall(r"(\w+)\.svg", link)}
    assert {path.stem for path in (ROOT / "handout/figures").glob("*.svg")} - shown == set()


def test_the_handout_has_a_page_for_each_week_and_each_page_in_each_language():
    assert {f"week-{week}.md" for week in WEEKS} < set(NAMES)
    assert PAGES.keys() == {f"handout/{language}/{name}" for language in LANGUAGES for name in NAMES}
