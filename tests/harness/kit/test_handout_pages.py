"""The kit's handout: HTML that needs no network and no script, with all formulas, in both languages."""

import re
from html import escape
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from chromium import tab
from faults import assert_faultless
from pages import PAGES, ROOT

from harness.check.page import MARKDOWN
from harness.kit.handout import rendered

HTML = {name: page.decode() for name, page in rendered(ROOT / "handout").items()}
MATH = re.compile(r"<math.*?</math>", re.DOTALL)


def source(name):
    return PAGES[f"handout/{name.removesuffix('.html')}.md"]


def formulas(text):
    """How many a page of Markdown has."""
    prose = "\n".join(token.content for token in MARKDOWN.parse(text) if token.type == "inline")
    return len(re.findall(r"\$[^$]+\$", prose)) + len(re.findall("^```math$", text, re.MULTILINE))


def faults_of_formulas(name):
    found = MATH.findall(HTML[name])
    if len(found) != formulas(source(name).text):
        yield f"{len(found)} formulas, and its source has {formulas(source(name).text)}"
    for formula in found:
        shown = "".join(ElementTree.fromstring(formula).itertext())
        if re.search(r"[\\&$]", shown) or "newline" in formula:  # browsers break no line there
            yield f"a formula is shown as {shown}: give each of its lines a block of its own"
    if "$" in MATH.sub("", HTML[name]):
        yield "a formula is left as it was"


def test_every_formula_becomes_mathml():
    assert_faultless({name: name for name in HTML}, faults_of_formulas)
    assert sum(len(MATH.findall(page)) for page in HTML.values()) > 50


def faults_of_links(name):
    folder = f"{name.split('/')[0]}/"
    for link in re.findall(r'(?:href|src)="([^"]+)"', HTML[name]):
        if "://" in link:
            continue
        file, _, fragment = unquote(link).partition("#")
        target = (folder + file).replace(f"{folder}../", "") if file else name
        if target not in HTML and not (ROOT / "handout" / "figures" / target.removeprefix("figures/")).exists():
            yield f"{link} is missing"
        elif fragment and f'id="{fragment}"' not in HTML[target]:
            yield f"{link} leads nowhere"


def test_every_link_leads_to_a_page_or_a_figure_of_the_kit():
    assert_faultless({name: name for name in HTML}, faults_of_links)


def faults_of_page(name):
    language, page = name.split("/")
    other = {"en": "ko", "ko": "en"}[language]
    for wanted in (
        f'<html lang="{language}">',
        f'href="../{other}/{page}" lang="{other}"',
        "prefers-color-scheme: dark",
    ):
        if wanted not in HTML[name]:
            yield f"it has no {wanted}"
    for unwanted in ("<script", "http-equiv", "@import", "url("):
        if unwanted in HTML[name]:
            yield f"it has {unwanted}"
    for code in source(name).of("python") + source(name).of("sh"):
        if escape(code) not in HTML[name]:
            yield f"it lacks {code}"


def test_a_page_says_its_language_leads_to_the_other_and_loads_nothing():
    assert_faultless({name: name for name in HTML}, faults_of_page)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The handout as it lies in the kit."""
    folder = tmp_path_factory.mktemp("handout")
    (folder / "figures").symlink_to(ROOT / "handout" / "figures")
    for name, page in HTML.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(page, encoding="utf-8")
    return folder


@pytest.mark.browser
def test_on_a_phone_a_page_scrolls_down_only_in_the_dark_too_and_shows_its_figures(folder, tmp_path):
    with tab(tmp_path) as browser:
        browser.ask("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=2, mobile=True)
        browser.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])

        def faults_of_screen(name):
            browser.open(f"file://{folder / name}")
            yield from (str(event) for event in browser.reported("Runtime.exceptionThrown", "Log.entryAdded"))
            if (wide := browser.run("document.documentElement.scrollWidth")) > 360:
                yield f"it is {wide} pixels wide"
            if browser.run("[...document.images].some(image => !image.naturalWidth)"):
                yield "a figure is missing"
            if browser.run("getComputedStyle(document.body).backgroundColor") != "rgb(13, 17, 23)":
                yield "it is not dark"

        assert_faultless({name: name for name in HTML}, faults_of_screen)
