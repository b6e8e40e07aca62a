"""The handout: both languages have the same parts in the same order, all that they link to is there, and each question
has an answer in both keys."""

import re
from urllib.parse import unquote

import pytest
from pages import LANGUAGES, ROOT, WEEKS, anchor, each_page, key, page, page_at

from spec.ladder import LADDER

FIGURES = {
    1: ["bigram"],
    2: ["head_v1"],
    3: ["head_v2"],
    4: ["head_v3"],
    5: ["head_v4"],
    6: ["encodings"],
    7: ["multi_head"],
    8: ["block_v1", "block_v2"],
    9: ["layer_norm", "block_v3"],
    10: ["block_v4"],
}
SECTIONS = ["What it asks", "Why it matters", "Shapes", "The formula", "Run it", "Questions"]


@pytest.mark.parametrize("week", WEEKS)
def test_both_languages_have_the_same_headings_questions_figures_and_commands(week):
    english, korean = (page(language, week).outline for language in LANGUAGES)
    assert korean == english


@pytest.mark.parametrize("todo", LADDER, ids=lambda todo: f"TODO {todo.number}")
def test_each_todo_has_its_title_its_sections_and_its_figures(todo):
    english = page("en", todo.week)
    section = english.sections(2)[f"TODO {todo.number}: {todo.title}"]
    assert re.findall(r"^### (.+)", section, re.MULTILINE) == SECTIONS
    assert re.findall(r"figures/(\w+)\.svg", section) == FIGURES[todo.number]
    assert f"pytest tests/test_{todo.number}.py -s -vv\n" in section


@pytest.mark.parametrize("todo", LADDER, ids=lambda todo: f"TODO {todo.number}")
def test_questions_are_numbered_within_their_todo(todo):
    asked = [number for number in page("en", todo.week).questions() if number.startswith(f"{todo.number}.")]
    assert asked == [f"{todo.number}.{i + 1}" for i in range(len(asked))]
    assert len(asked) >= 2


@each_page
def test_every_link_leads_somewhere(page):
    for link in page.links:
        file, _, fragment = unquote(link).partition("#")
        target = page_at(page.path.parent / file) if file else page
        assert target.path.exists(), f"{link} is missing"
        if fragment:
            assert fragment in map(anchor, target.headings), f"{file} has no heading #{fragment}"


@each_page
def test_every_figure_has_a_description(page):
    assert len(re.findall(r"!\[[^\]]{10,}\]\(", page.text)) == len(page.of("figure")) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_has_an_answer_and_every_answer_a_question(language):
    asked = [number for week in WEEKS for number in page(language, week).of("question")]
    assert key(language).of("question") == asked
    assert all(len(answer.split()) > 20 for answer in key(language).questions().values())


def test_the_handout_is_two_weeks_in_two_languages():
    written = {str(path.relative_to(ROOT / "handout")) for path in (ROOT / "handout").glob("*/*.md")}
    assert written == {f"{language}/week-{week}.md" for language in LANGUAGES for week in WEEKS}
