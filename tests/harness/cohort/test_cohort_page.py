"""cohort.html in a browser: it opens anywhere and at once, sorts and filters by keyboard, and can be read by anyone."""

import pytest
from chromium import tab
from classes import changed, class_of, write
from contrast import CONTRASTS
from screen import TOY

from harness.cohort.cohort import Cohort
from harness.cohort.page import page
from harness.course import chosen
from harness.where import named_in

pytestmark = pytest.mark.browser

ENTER, TAB = ("Enter", 13), ("Tab", 9)
HOSTILE = "<script>window.owned=1</script><img src=https://evil.invalid onerror=owned=2>"
ROWS = "[...document.querySelectorAll('#all > tbody > tr')].filter(row => row.getClientRects().length)"
NAMES = f"{ROWS}.map(row => row.cells[0].textContent)"
POINTS = f"{ROWS}.map(row => +row.querySelector('.number').textContent)"
FOCUSED = "document.activeElement.textContent"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with tab(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The address of each page: of a class, of the same without names, of 3,000, and of one that means harm."""
    folder = tmp_path_factory.mktemp("pages")
    write(folder / "hostile", changed("rate", submission=HOSTILE, students=[{"name": HOSTILE, "id": HOSTILE}]))
    cohorts = {
        "class": class_of(folder / "class"),
        "many": class_of(folder / "many", 3000),
        "hostile": folder / "hostile",
    }
    with chosen(named_in(TOY)):
        written = {name: page(Cohort.of(out)) for name, out in cohorts.items()}
        written["anonymous"] = page(Cohort.of(cohorts["class"]), anonymous=True)
    for name, text in written.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: f"file://{folder / name}.html" for name in written}


def follow(browser, link):
    """Follow a link by keyboard, and wait until the page has gone there."""
    browser.run("window.gone = new Promise(done => addEventListener('hashchange', () => done(true), {once: true})), 0")
    browser.run(f"document.querySelector({link!r}).focus()")
    browser.press(*ENTER)
    browser.run("window.gone")


@pytest.mark.parametrize("name", ["class", "anonymous", "many", "hostile"])
def test_a_page_opens_without_an_error_and_without_a_request(browser, pages, name):
    browser.open(pages[name])
    browser.assert_quiet(pages[name])
    assert "submissions" in browser.run("document.title")


def test_three_thousand_submissions_are_open_in_two_seconds_of_the_machines_time(browser, pages):
    def spent():
        metrics = browser.ask("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "ProcessTime")

    browser.ask("Performance.enable", timeDomain="threadTicks")
    browser.open(pages["class"])
    before = spent()
    browser.open(pages["many"])
    assert browser.run(f"{NAMES}.length") == 3000
    assert spent() - before < 2
    browser.ask("Performance.disable")


def test_the_keyboard_sorts_by_a_column_and_says_how(browser, pages):
    browser.open(pages["class"])
    browser.run("document.querySelector('#filter').focus()")
    browser.press(*TAB)
    browser.press(*TAB)
    assert browser.run(FOCUSED) == "points"
    for direction in ("ascending", "descending"):
        browser.press(*ENTER)
        found = browser.run(POINTS)
        assert found == sorted(found, reverse=direction == "descending")
        assert len(found) == 40
        sorts = "[...document.querySelectorAll('[aria-sort]')].map(e => [e.textContent, e.ariaSort])"
        assert browser.run(sorts) == [["points", direction]]
    browser.assert_quiet(pages["class"])


def test_the_keyboard_filters_by_words_and_the_number_left_is_said(browser, pages):
    browser.open(pages["class"])
    browser.run("document.querySelector('#filter').focus()")
    browser.ask("Input.insertText", text="CLIMBS failing")
    assert browser.run(NAMES) == ["both", "slip_step_climbs"]
    assert browser.run("document.querySelector('[role=status]').textContent") == "2 of 40"
    browser.run("document.querySelector('#filter').select()")
    browser.press("Backspace", 8)
    assert browser.run(f"{NAMES}.length") == 40


def test_a_tile_opens_its_mistake_and_an_author_leads_to_the_row_also_where_it_was_filtered_out(browser, pages):
    browser.open(pages["class"])
    browser.run("document.querySelector('#filter').value = 'nobody'")
    browser.run("document.querySelector('#filter').dispatchEvent(new Event('input'))")
    assert browser.run(NAMES) == []
    follow(browser, ".tiles a")
    opened = browser.run("document.querySelector('details[open]').textContent")
    assert "largest not subtracted" in opened
    assert "print(model(x))" in opened
    follow(browser, "details[open] .authors a")
    assert browser.run("document.querySelector('tr:target').cells[0].textContent") == "both"
    assert browser.run(f"{NAMES}.length") == 40


def test_without_its_script_a_page_shows_all_and_offers_no_filter(browser, pages):
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(pages["class"])
        assert browser.run(f"{NAMES}.length") == 40
        assert browser.run("document.querySelectorAll('button, .search:not([hidden]) input:not([hidden])').length") == 0
    finally:
        browser.ask("Emulation.setScriptExecutionDisabled", value=False)


def test_a_screen_reader_is_told_what_each_table_and_each_sign_means(browser, pages):
    browser.open(pages["class"])
    assert browser.run("[...document.querySelectorAll('table')].every(table => table.caption.textContent.length > 20)")
    assert browser.run("[...document.querySelectorAll('th')].every(head => head.scope)")
    signs = f"{ROWS}.map(row => row.querySelector('[role=img]').ariaLabel)"
    assert set(browser.run(signs)) >= {"1 done, 2 done", "1 failing, 2 blocked", "1 not started, 2 not started"}
    assert browser.run("document.querySelector('label').control.id") == "filter"
    assert browser.run("[...document.querySelectorAll('svg')].every(figure => figure.ariaHidden === 'true')")


def test_a_page_without_names_has_neither_submissions_nor_authors(browser, pages):
    browser.open(pages["anonymous"])
    assert browser.run("document.querySelectorAll('#all, #alike, .authors, bdi').length") == 0


def test_what_a_submission_is_called_is_text(browser, pages):
    browser.open(pages["hostile"])
    assert browser.run("typeof window.owned") == "undefined"
    assert browser.run("document.querySelectorAll('script').length") == 1
    assert browser.run("document.querySelectorAll('img, iframe, object, [onerror], [style]').length") == 0
    assert browser.run("[...document.links].every(link => link.getAttribute('href').startsWith('#'))")
    assert HOSTILE in browser.run("document.body.textContent")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_has_contrast(browser, pages, scheme):
    browser.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.open(pages["class"])
    found = browser.run(CONTRASTS)
    assert len(found) > 200
    assert min(found)[0] >= 4.5, min(found)


@pytest.mark.parametrize("name", ["class", "anonymous", "hostile"])
def test_a_page_fits_a_telephone_of_390_pixels(browser, pages, name):
    browser.ask("Emulation.setDeviceMetricsOverride", width=390, height=840, deviceScaleFactor=1, mobile=False)
    browser.open(pages[name])
    browser.run("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert browser.run("document.documentElement.scrollWidth") <= browser.run("document.documentElement.clientWidth")
    browser.ask("Emulation.clearDeviceMetricsOverride")
