"""The pages are short and in plain English, their links lead somewhere, and they say what is there."""

import re
from configparser import RawConfigParser

import pytest
from faults import assert_faultless
from manual import MANUAL, ROOT
from pages import anchor, page_at

from harness.check.page import spans

LONGEST = {
    "README.md": 130,
    "docs/graders.md": 200,
    "docs/maintainers.md": 150,
    "docs/internals.md": 200,
    "docs/threats.md": 120,
}
MOST_WORDS = 20
HERE = re.compile(r"(?:\.ci|docs|handout|harness|integrations|reference|spec|student|tests)/[\w./-]*")
IN_THE_KIT = {"student/VERSION"}
TOX = RawConfigParser()
TOX.read(ROOT / "tox.ini", encoding="utf-8")


def rooms():
    """The rooms of the engine, as they are called."""
    inside = (ROOT / "harness").iterdir()
    return {path.name for path in inside if (path / "__init__.py").is_file()} | {"where", "training", "case", "course"}


def sentences(page):
    """Those of its paragraphs, items, cells and headings, in which a piece of code is a word."""
    for token in page.tokens:
        if token.type == "inline":
            words = "".join("code" if child.type == "code_inline" else child.content or " " for child in token.children)
            yield from re.split(r"(?<=[.!?])\s+", words)


def test_a_page_is_short():
    lines = {name: len(MANUAL[name].text.splitlines()) for name in LONGEST}
    assert {name: many for name, many in lines.items() if many > LONGEST[name]} == {}


def test_a_sentence_is_short_and_begins_with_no_riddle():
    def faults_of(page):
        for sentence in sentences(page):
            words = [word for word in sentence.split() if re.search(r"\w", word)]
            if len(words) > MOST_WORDS:
                yield f"{len(words)} words: {sentence}"
            if re.match(r"(What|Those|Whose)\b", sentence):
                yield f"begins badly: {sentence}"

    assert_faultless(MANUAL, faults_of)


def test_a_link_leads_to_a_file_and_to_a_heading_in_it():
    def faults_of(page):
        images = [
            child.attrs["src"] for token in page.tokens for child in token.children or [] if child.type == "image"
        ]
        for link in [*page.links, *images]:
            path, _, heading = link.partition("#")
            to = page.path.parent / path if path else page.path
            if link.startswith("https://"):
                continue
            if not to.exists():
                yield f"there is no {path}"
            elif heading and heading not in map(anchor, page_at(to).headings):
                yield f"there is no {link}"

    assert_faultless(MANUAL, faults_of)


def test_a_path_is_one_that_there_is():
    def faults_of(page):
        for path in filter(HERE.fullmatch, spans(page.text)):
            if path not in IN_THE_KIT and not (ROOT / path).exists():
                yield f"{path} is not there"

    assert_faultless(MANUAL, faults_of)


def test_a_word_of_the_glossary_is_one_that_its_file_uses():
    def faults_of(row):
        word, path = row
        used = re.sub(r"[_-]", " ", f"{path} {(ROOT / path).read_text(encoding='utf-8')}")
        if not re.search(rf"\b{re.sub('[_-]', ' ', word)}", used, re.IGNORECASE):
            yield "its file has no such word"

    rows = re.findall(r"^\| ([\w ./-]+?) \| .+ \| `(.+)` \|$", MANUAL["GLOSSARY.md"].text, re.MULTILINE)
    assert len(rows) == MANUAL["GLOSSARY.md"].text.count("` |\n")
    assert_faultless({word: (word, path) for word, path in rows}, faults_of)


def test_the_glossary_is_in_order_and_has_each_word_once():
    tables = MANUAL["GLOSSARY.md"].sections(2).values()
    words = [
        [row.lower() for row in re.findall(r"^\| (\w[\w .-]*?) \| [A-Z]", table, re.MULTILINE)] for table in tables
    ]
    assert words == [sorted(table) for table in words]
    every = [word for table in words for word in table]
    assert len(every) == len(set(every)) > 0


@pytest.mark.parametrize("written", ["docs/rooms.svg", "docs/internals.md"])
def test_the_picture_and_its_table_have_the_rooms_that_there_are(written):
    text = (ROOT / written).read_text(encoding="utf-8")
    named = re.findall(r'class="room"[^>]*>(\w+)<|^\| `harness/(\w+)(?:/|\.py)` \|', text, re.MULTILINE)
    assert {first or second for first, second in named} == rooms()


def test_the_page_on_threats_has_the_themes_of_the_red_team():
    told = re.findall(r"^\| (\w+) \| to ", MANUAL["docs/threats.md"].text, re.MULTILINE)
    assert told == sorted(path.stem for path in ROOT.glob("tests/redteam/bank/*.toml"))


def test_the_table_of_proofs_has_the_steps_of_the_three_tiers():
    rows = re.findall(r"^\| `python -m tox -e (\w+)", MANUAL["docs/proofs.md"].text, re.MULTILINE)
    tiers = [TOX["tox"]["env_list"], *re.findall(r"(?:ci|proof) = (.+)", TOX["tox"]["labels"])]
    assert rows == [step for tier in tiers for step in tier.split(", ")]


def test_the_table_of_options_has_those_of_the_grader():
    text = (ROOT / "harness/grading/arguments.py").read_text(encoding="utf-8")
    offered = re.findall(r'add_argument\(\s*"(--[\w-]+)"', text)
    assert sorted(re.findall(r"^\| `(--[\w-]+)", MANUAL["docs/graders.md"].text, re.MULTILINE)) == sorted(offered)
