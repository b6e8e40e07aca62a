"""report.html in a browser: it opens anywhere, filters, can be read by anyone, and runs nothing of a submission's."""

import pytest
from chromium import tab
from contrast import CONTRASTS
from grades import DONE, HOSTILE, MINA, OUT_OF, PARTIAL, UNREADABLE, claims_of

from harness.grading.reports.all import write

pytestmark = pytest.mark.browser

GRADES = {"mina": MINA, "done": DONE, "partial": PARTIAL, "unreadable": UNREADABLE, "hostile": HOSTILE}
ALL = [claim.name for claim in claims_of(MINA)]
BROKEN = [claim.name for claim in claims_of(MINA) if claim.verdict == "broken"]

SHOWN = "[...document.querySelectorAll('li[id^=test_]')].filter(e => e.getClientRects().length).map(e => e.id)"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with tab(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name, grade in GRADES.items():
        write(grade, folder / name)
    return {name: f"file://{folder / name / 'report.html'}" for name in GRADES}


def opened(browser, address):
    browser.open(address)
    return browser


def click(browser, selector):
    """Click a link to a place in the page, and wait until the page has gone there."""
    browser.run("window.gone = new Promise(done => addEventListener('hashchange', () => done(true), {once: true})), 0")
    x, y = browser.run(
        f"(e => (e.scrollIntoView(), e = e.getBoundingClientRect(), [e.x + e.width / 2, e.y + e.height / 2]))"
        f"(document.querySelector({selector!r}))"
    )
    for kind in ("mousePressed", "mouseReleased"):
        browser.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
    browser.run("window.gone")


@pytest.mark.parametrize("name", GRADES)
def test_a_page_opens_without_an_error_and_without_a_request(browser, pages, name):
    opened(browser, pages[name])
    browser.assert_quiet(pages[name])
    assert f"of {OUT_OF} points" in browser.run("document.title")


def test_a_click_shows_the_broken_claims_alone_and_another_shows_all(browser, pages):
    opened(browser, pages["mina"])
    assert sorted(browser.run(SHOWN)) == sorted(ALL)
    click(browser, ".filter a[href='#broken']")
    assert browser.run(SHOWN) == BROKEN
    assert browser.run("document.querySelector('.filter [aria-current]').textContent") == "Broken 16"
    click(browser, ".filter a[href='#all']")
    assert sorted(browser.run(SHOWN)) == sorted(ALL)
    browser.assert_quiet(pages["mina"])


def test_a_cell_of_the_board_leads_to_its_claim_also_where_that_was_filtered_out(browser, pages):
    opened(browser, pages["mina"] + "#broken")
    assert browser.run(SHOWN) == BROKEN
    name = next(name for name in reversed(ALL) if name not in BROKEN)
    click(browser, f".strip a[href='#{name}']")
    assert browser.run(f"document.getElementById('{name}').getBoundingClientRect().top") < 1000
    assert browser.run("scrollY") > 1000


def test_without_its_script_a_page_shows_all_and_offers_no_filter(browser, pages):
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        opened(browser, pages["mina"] + "#broken")
        assert sorted(browser.run(SHOWN)) == sorted(ALL)
        assert browser.run("document.querySelector('.filter').getClientRects().length") == 0
    finally:
        browser.ask("Emulation.setScriptExecutionDisabled", value=False)


def test_what_a_submission_wrote_is_text(browser, pages):
    opened(browser, pages["hostile"])
    assert browser.run("document.querySelectorAll('script').length") == 1
    assert browser.run("document.querySelectorAll('img, iframe, object, [onerror], [onload], [style]').length") == 0
    assert browser.run("[...document.links].every(link => link.getAttribute('href').startsWith('#'))")
    assert "<script>document.title = 'owned'</script><img" in browser.run("document.body.textContent")


def test_the_policy_runs_nothing_and_loads_nothing_even_if_markup_got_through(browser, pages):
    opened(browser, pages["mina"])
    browser.run("document.body.append(Object.assign(document.createElement('script'), {text: 'window.owned = 1'}))")
    browser.run("document.body.insertAdjacentHTML('beforeend', '<img src=https://evil.invalid/ onerror=owned=2>')")
    assert browser.run("fetch('https://evil.invalid/').then(() => 'sent', () => 'refused')") == "refused"
    assert browser.run("typeof window.owned") == "undefined"
    refused = browser.reported("Log.entryAdded")
    assert len(refused) >= 3
    assert all("Content Security Policy" in event["params"]["entry"]["text"] for event in refused)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["mina", "partial", "unreadable"])
def test_every_word_has_contrast(browser, pages, name, scheme):
    browser.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    found = opened(browser, pages[name]).run(CONTRASTS)
    assert len(found) > 30
    assert min(found)[0] >= 4.5, min(found)


@pytest.mark.parametrize("name", GRADES)
def test_a_page_fits_a_telephone_of_360_pixels(browser, pages, name):
    browser.ask("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=False)
    opened(browser, pages[name])
    assert browser.run("document.documentElement.scrollWidth") <= browser.run("document.documentElement.clientWidth")
    browser.ask("Emulation.clearDeviceMetricsOverride")
